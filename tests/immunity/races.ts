/** Four processes on one store, started once for each kind of store and shared by the tests that race. */
import { afterAll } from "bun:test";
import type { HeaderList, Reply } from "../support/http.ts";
import { JSON_TYPE } from "../support/http.ts";
import { type Crew, startCrew } from "../e2e/workers/crew.ts";
import { openGround, type StoreKind } from "./ground.ts";
import type { Call } from "./routes.ts";
import { ROOMY } from "./stage.ts";

export const RACE_MS = 60_000;

/** One crew for a `describe` block, started when first asked for and stopped after its tests. */
export function sharedCrew(store: StoreKind, delayMs = 0): () => Promise<Crew> {
  let starting: Promise<Crew> | undefined;
  afterAll(async () => (await starting)?.[Symbol.asyncDispose](), RACE_MS);
  return () => (starting ??= start(store, delayMs));
}

async function start(store: StoreKind, delayMs: number): Promise<Crew> {
  using ground = await openGround(store);
  // SQLite is in the crew's own folder.
  return startCrew({ ...ROOMY, ...(store === "Redis" && ground.env) }, { delayMs });
}

/** Sends all requests at once, each on its own connection, which the kernel assigns to one of the processes. */
export function atOnce(
  { api }: Crew,
  count: number,
  callOf: (index: number) => Call,
  headers: HeaderList = {},
): Promise<readonly Reply[]> {
  const alone = { ...JSON_TYPE, connection: "close", ...headers };
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const { path, body } = callOf(index);
      return api.request(path, {
        method: "POST",
        headers: alone,
        body: JSON.stringify(body),
        keepalive: false,
      });
    }),
  );
}
