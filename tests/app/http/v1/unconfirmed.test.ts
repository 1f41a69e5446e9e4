/** A Redis whose replicas are gone: nothing goes out, and nobody's limits are used up by it. */
import { expect, test } from "bun:test";
import { acceptingProvider } from "../../../bench/ramz.ts";
import { serving } from "../../../e2e/chain/serving.ts";
import { freshNumber, wordOf } from "../../../support/http.ts";
import { startServer } from "../../../support/redis/server.ts";

test("starts that no replica confirms give back what they took of every rule", async () => {
  await using server = await startServer();
  const env = {
    RAMZ_SECRET: "a-secret-of-the-tests-that-is-long-enough",
    RAMZ_STORE: server.url,
    RAMZ_REDIS_WAIT: "1",
    RAMZ_REDIS_WAIT_TIMEOUT_MS: "50",
    RAMZ_MESSAGES_PER_DAY: "100",
    RAMZ_GUARD: "enforce",
  };
  let carried = 0;
  const provider = acceptingProvider({ carried: () => (carried += 1) });
  await using ramz = await serving(env, { providers: [provider] });
  for (let turn = 0; turn < 3; turn++) {
    const reply = await ramz.api.post("/v1/verifications", { to: freshNumber() });
    expect(wordOf(reply)).toBe("503 store_unavailable");
  }
  expect(await server.redis.keys("*:w:*")).toEqual([]);
  expect(carried).toBe(0);
});
