/** Two real processes on one SQLite file: the limits hold and a code is approved once, however they race (anchors V1, V2). */
import { afterAll, beforeAll } from "bun:test";
import { type Api, field } from "../../../support/http.ts";
import { type Running, startRamz, tempFolder } from "../../../support/process.ts";
import { races } from "../../../e2e/workers/rounds.ts";

const ROUNDS = 50;
const ENV = { RAMZ_SECRET: "two processes share one secret of enough length" };

const folder = tempFolder();
let pair: readonly Running[] = [];
beforeAll(async () => {
  pair = [await startRamz(ENV, folder), await startRamz(ENV, folder)];
});
afterAll(async () => {
  for (const running of pair) await running[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** What one process showed in its inbox instead of sending it. */
async function inbox(api: Api, to: string): Promise<readonly string[]> {
  const { body } = await api.get(`/dev/messages?to=${encodeURIComponent(to)}`);
  return Array.isArray(body) ? body.map((message) => field(message, "code")) : [];
}

races("two processes on one SQLite file", ROUNDS, () => {
  const apis = pair.map(({ api }) => api);
  return {
    async post(index, path, body) {
      const api = apis[index % 2];
      if (api === undefined) throw new Error("both processes must run");
      return api.post(path, body);
    },
    codesFor: async (to) => (await Promise.all(apis.map((api) => inbox(api, to)))).flat(),
  };
});
