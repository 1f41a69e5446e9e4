/** V24: two messages for one request, because of a retry (kratos#3175 and #3399, OpenWA#119). */
import { describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { KEY, vendorEnv } from "../e2e/chain/serving.ts";
import { handed } from "../e2e/plugins/plugin-files.ts";
import { field, freshNumber, verificationIn } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { atOnce, RACE_MS, sharedCrew } from "./races.ts";
import { ask, resultOf, sendBy, SENDS } from "./routes.ts";
import { openStage, ROOMY } from "./stage.ts";

const TIMES = 50;
const PROVIDER_MS = 50;

describe.each(STORES)("V24 double messages: four processes on %s", (store) => {
  const crew = sharedCrew(store, PROVIDER_MS);

  test.each(Object.entries(SENDS))(
    `%s ${TIMES} times at once under one Idempotency-Key is one call of the vendor and one answer`,
    async (route, send) => {
      const running = await crew();
      const to = freshNumber();
      const replies = await atOnce(running, TIMES, () => send(to), {
        "idempotency-key": `${route}-${to}`.replaceAll(" ", "-"),
      });
      expect(new Set(replies.map(resultOf))).toEqual(new Set(["done"]));
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
      expect(handed(running.folder).filter((message) => field(message, "recipient") === to)).toHaveLength(1);
    },
    RACE_MS,
  );

  test(
    `${TIMES} starts at once without a key, over all routes, are one message`,
    async () => {
      const running = await crew();
      const to = freshNumber();
      const replies = await atOnce(running, TIMES, (index) => sendBy(index, to));
      expect(replies.filter((reply) => resultOf(reply) === "done")).toHaveLength(1);
      expect(handed(running.folder).filter((message) => field(message, "recipient") === to)).toHaveLength(1);
    },
    RACE_MS,
  );
});

describe.each(STORES)("V24 double messages: a vendor whose answer is lost, on %s", (store) => {
  const open = (url: string) =>
    openStage(store, { ...ROOMY, ...vendorEnv({ url }, "kavenegar/verify") }, { realChain: true });

  test("is not called again: one message, an unknown attempt in the ledger, and a retry gets the same reply", async () => {
    const simulator = await startKavenegarSimulator({ keys: [KEY] });
    await using stage = await open(simulator.url);
    simulator.behave("verify/lookup", { kind: "accept_then_drop" });
    const to = freshNumber();
    const send = { path: "/v1/verifications", body: { to } };
    const key = { "idempotency-key": `lost-${to}` };
    const first = await ask(stage.api, send, key);
    expect(first.status).toBe(201);
    expect(verificationIn(first).attempts.map(({ outcome }) => outcome)).toEqual(["unknown"]);
    const again = await ask(stage.api, send, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    for (const other of Object.values(SENDS)) expect((await ask(stage.api, other(to))).status).toBe(429);
    const read = verificationIn(await stage.api.get(`/v1/verifications/${verificationIn(first).id}`));
    expect(read).toMatchObject({ status: "pending", attempts: [{ outcome: "unknown" }] });
    expect(simulator.outbox).toHaveLength(1);
    await simulator.stop();
  });

  test("of sms/send is called again under the same local id: it answers with the first message and sends no second", async () => {
    const simulator = await startKavenegarSimulator({ keys: [KEY] });
    const env = { ...ROOMY, ...vendorEnv(simulator, "kavenegar/sms") };
    await using stage = await openStage(store, env, { realChain: true });
    simulator.behave("sms/send", { kind: "accept_then_drop" }, 1);
    const reply = await ask(stage.api, { path: "/v1/verifications", body: { to: freshNumber() } });
    expect(verificationIn(reply).attempts.map(({ outcome }) => outcome)).toEqual(["accepted"]);
    expect(simulator.outbox).toHaveLength(1);
    await simulator.stop();
  });
});
