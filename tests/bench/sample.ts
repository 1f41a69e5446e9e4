/** What Ramz stores and answers for one start, taken from Ramz itself, so that the hand-written servers carry the same weight. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createApi } from "../../app/http/api.ts";
import { ledgerKeyOf } from "../../domain/id.ts";
import type { Ledger } from "../../domain/ledger.ts";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { composeRamz, instantProvider } from "./ramz.ts";

export interface Sample {
  readonly ledger: Ledger;
  readonly started: Readonly<Record<string, unknown>>;
  readonly refused: Readonly<Record<string, unknown>>;
}

export async function takeSample(folder: string): Promise<Sample> {
  const path = join(folder, "sample.db");
  const instant = instantProvider();
  const ramz = await composeRamz(`sqlite:${path}`, instant, { log: () => {} });
  const api = createApi(ramz);
  const ask = async (route: string, body: unknown) => {
    const init = {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    };
    const answer: unknown = await (await api.fetch(new Request(`http://localhost${route}`, init))).json();
    return fieldsOf(answer);
  };
  const started = await ask("/v1/verifications", { to: "09121234567" });
  const id = String(started["id"]);
  const refused = await ask(`/v1/verifications/${id}/checks`, { code: "000000" });
  await ramz.close();

  const store = openSqlite({ path, clock: systemClock });
  const stored = await store.load(ledgerKeyOf(id) ?? "");
  await store.close();
  rmSync(path);
  if (stored === null) throw new Error("the sample was not stored");
  return { ledger: stored.ledger, started, refused };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new Error("the sample is no object");
  return { ...value };
}
