/** `ramz forget` beside a running server: what it prints, what is deleted, and what stays. */
import { describe, expect, test } from "bun:test";
import { storeBytes } from "../../e2e/chain/canary-places.ts";
import { run } from "./support.ts";
import { freshNumber, verificationIn, wordOf } from "../../support/http.ts";
import { startRamz, tempFolder } from "../../support/process.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix } from "../../support/redis/store.ts";

const SECRET = "the-server-and-the-command-share-this-secret";
const ENV = { HOST: "127.0.0.1", RAMZ_SECRET: SECRET };
const TIME_OUT_MS = 30_000;

describe.each([
  ["SQLite", async () => ({})],
  ["Redis", async () => ({ RAMZ_STORE: (await single()).url, RAMZ_STORE_PREFIX: freshPrefix() })],
])("over %s", (_store, storeOf) => {
  test(
    "a number is deleted with its code and history, its limits still apply, and repeating the command is safe",
    async () => {
      using folder = tempFolder();
      const env = { ...ENV, ...(await storeOf()) };
      await using ramz = await startRamz(env, folder);
      const to = freshNumber();
      const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }));
      const code = await ramz.api.codeFor(to);

      const done = await run(["forget", `0${to.slice(3)}`], env, folder);
      expect([done.code, done.err]).toEqual([0, ""]);
      expect(done.out).toContain("default: forgotten");
      expect(done.out).toContain("Deleted verifications: 1; pending ones that were canceled: 1.");
      expect(done.out + done.err).not.toContain(to.slice(3));

      expect(wordOf(await ramz.api.get(`/v1/verifications/${id}`))).toBe("404 not_found");
      expect(wordOf(await ramz.api.post(`/v1/verifications/${id}/checks`, { code }))).toBe("404 not_found");
      expect(wordOf(await ramz.api.post("/v1/verifications", { to }))).toBe("429 cooldown");

      const again = await run(["forget", to, "--json"], env, folder);
      expect([again.code, JSON.parse(again.out)]).toEqual([
        0,
        { number: `${to.slice(0, 6)}*****${to.slice(-2)}`, apps: [{ app: "default", outcome: "unknown" }] },
      ]);
    },
    TIME_OUT_MS,
  );
});

test("a failure ends with 1 and says what to do", async () => {
  using folder = tempFolder();
  const { code, err } = await run(["forget", "09121234567"], ENV, folder);
  expect([code, err]).toEqual([1, expect.stringContaining("There is no store")]);
  await using running = await startRamz(ENV, folder);
  const short = await run(["forget", "0912"], ENV, folder);
  expect([short.code, short.out]).toEqual([1, expect.stringContaining("too short")]);
  const stranger = await run(["forget", "09121234567", "--app", "shop"], ENV, folder);
  expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining("Apps: default.")]);
  expect((await run(["forget"], ENV, folder)).code).toBe(1);
  expect(wordOf(await running.api.get("/healthz"))).toBe("200");
});

test("with until_settled no number is legible in the store, and after the end of a verification not even its encrypted form is kept", async () => {
  using folder = tempFolder();
  const env = { ...ENV, RAMZ_NUMBERS_AT_REST: "until_settled" };
  await using ramz = await startRamz(env, folder);
  const to = freshNumber();
  const { id } = verificationIn(
    await ramz.api.post("/v1/verifications", { to, metadata: { order: "7" } }, { "idempotency-key": "k" }),
  );
  const checked = await ramz.api.post(`/v1/verifications/${id}/checks`, { code: await ramz.api.codeFor(to) });
  expect(verificationIn(checked).to).toBe(to);
  const read = verificationIn(await ramz.api.get(`/v1/verifications/${id}`));
  expect([read.status, read.to]).toEqual(["approved", `${to.slice(0, 6)}*****${to.slice(-2)}`]);
  expect(storeBytes(folder)).not.toContain(to.slice(3));
});
