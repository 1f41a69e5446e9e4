/** In console mode a code is shown to the developer, and nowhere else. In production it is shown nowhere: tests/immunity, V9, V10 and V30. */
import { expect, test } from "bun:test";
import { freshNumber, verificationIn } from "../../support/http.ts";
import { runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { startCollector } from "../../adapters/telemetry/sdk/collector.ts";
import { startReceiver } from "../../adapters/telemetry/sdk/receiver.ts";
import { leaksIn, noting, storeBytes } from "./canary-places.ts";

const SECRET = "canary/secret+0123456789abcdefghijklmnopqrstuvwxyz";
const CANARIES = { RAMZ_SECRET: SECRET, OTP_CODE_LENGTH: "10", HOST: "127.0.0.1" };

test("console mode shows a code at the terminal and in /dev, and nowhere else", async () => {
  await using exported = await startReceiver();
  using folder = tempFolder();
  await using ramz = await startRamz({ ...CANARIES, ...exported.env }, folder);
  const seen: string[] = [];
  const api = noting(ramz.api, seen);
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to }));
  const code = await ramz.api.codeFor(to);
  expect((await ramz.api.get("/dev/inbox")).status).toBe(200);
  await api.post(`/v1/verifications/${id}/checks`, { code });
  const store = storeBytes(folder);
  ramz.signal("SIGTERM");
  await ramz.exited;
  expect(exported.everything()).toContain(id);
  expect(leaksIn(ramz.printed(), [], [code])).toHaveLength(1);
  const log = ramz
    .printed()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  expect(log.length).toBeGreaterThan(0);
  const elsewhere = [...log, ...seen, store, exported.everything()].join("\n");
  expect(leaksIn(elsewhere, [SECRET], [code])).toEqual([]);
});

test("a number that is the argument of a command reaches no collector", async () => {
  await using exported = startCollector();
  const to = freshNumber();
  const sent = await runRamz(["send", "--to", to, "--yes"], { ...CANARIES, ...exported.env });
  expect(sent.code).toBe(0);
  expect(exported.spans().map(({ name, kind }) => [name, kind])).toContainEqual(["otp.start", "internal"]);
  expect(exported.everything()).not.toContain(to.slice(3));
});
