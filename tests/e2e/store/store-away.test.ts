/** A store that is missing at the start, goes away or comes back: the log says so, once each time. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { eventually, freshNumber, wordOf } from "../../support/http.ts";
import { startRamz } from "../../support/process.ts";
import { startServer } from "../../support/redis/server.ts";

setDefaultTimeout(30_000);

const TOLD = "Every request is answered 503 until it answers.";
const BACK = "The store answers again.";

const envOf = (url: string) => ({
  RAMZ_STORE: url,
  RAMZ_SECRET: "a-secret-of-the-tests-that-is-long-enough",
  RAMZ_REDIS_CONNECT_TIMEOUT_MS: "200",
  RAMZ_REDIS_COMMAND_TIMEOUT_MS: "300",
});
const times = (text: string, word: string) => text.split(word).length - 1;

test("a start without its store says so at once, and again when it is there", async () => {
  await using server = await startServer();
  await server.kill();
  await using ramz = await startRamz(envOf(server.url));
  const said = await eventually(
    () => ramz.printed(),
    (printed) => printed.includes(TOLD),
  );
  expect(said).toContain(`ECONNREFUSED 127.0.0.1:${server.port}`);
  expect((await ramz.api.get("/readyz")).status).toBe(503);
  await server.start();
  await eventually(
    () => ramz.api.get("/readyz"),
    ({ status }) => status === 200,
  );
  const all = await eventually(
    () => ramz.printed(),
    (printed) => printed.includes(BACK),
  );
  expect([times(all, TOLD), times(all, BACK)]).toEqual([1, 1]);
});

test("a request during the outage is logged in one line, without a stack", async () => {
  await using server = await startServer();
  await using ramz = await startRamz(envOf(server.url));
  await server.kill();
  const reply = await ramz.api.post("/v1/verifications", { to: freshNumber() });
  expect(wordOf(reply)).toBe("503 store_unavailable");
  const said = await eventually(
    () => ramz.printed(),
    (text) => text.includes("does not answer as it should"),
  );
  expect(said).not.toMatch(/\bat .*\.ts:\d/);
});
