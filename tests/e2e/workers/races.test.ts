/**
 * Four processes on a Redis of several servers: the limits hold and a code is approved once, in every race. On one SQLite file
 * and on one Redis, V1, V2 and V24 of tests/immunity race the same over all routes.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { handed } from "../plugins/plugin-files.ts";
import { field } from "../../support/http.ts";
import type { Env } from "../../support/process.ts";
import { cluster, sentinels } from "../../support/redis/setups.ts";
import { freshPrefix } from "../../support/redis/store.ts";
import { type Crew, startCrew, WORKERS } from "./crew.ts";
import { races } from "./rounds.ts";

const ROUNDS = 3;
const TIME_OUT_MS = 60_000;

const STORES: Readonly<Record<string, () => Promise<Env>>> = {
  "a Sentinel group": () => on(sentinels),
  "a Cluster": () => on(cluster),
};

async function on(setup: typeof cluster): Promise<Env> {
  return { RAMZ_STORE: (await setup()).url, RAMZ_STORE_PREFIX: freshPrefix() };
}

describe.each(Object.entries(STORES))(`${WORKERS} workers on %s`, (name, store) => {
  let running: Crew | undefined;
  beforeAll(async () => {
    running = await startCrew(await store());
  }, TIME_OUT_MS);
  afterAll(() => running?.[Symbol.asyncDispose](), TIME_OUT_MS);

  function crew(): Crew {
    if (running === undefined) throw new Error("the workers must run");
    return running;
  }

  test(
    "requests reach every one of them",
    async () => {
      expect(await crew().seen(WORKERS)).toHaveLength(WORKERS);
    },
    TIME_OUT_MS,
  );

  races(name, ROUNDS, () => ({
    // The kernel chooses which of them gets a new connection.
    post: (_, path, body) => crew().post(path, body),
    codesFor: async (to) =>
      handed(crew().folder)
        .filter((message) => field(message, "recipient") === to)
        .map((message) => field(message, "code"))
        .toReversed(),
  }));
});
