/** What Ramz stores and answers for one start, taken from Ramz itself, so that the hand-written servers move the same bytes. */
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createApi } from "../../app/http/api.ts";
import { ledgerKeyOf } from "../../domain/ledger/verification-id.ts";
import type { Ledger } from "../../domain/ledger/ledger.ts";
import { acceptingProvider, composeRamz } from "./ramz.ts";

export interface Sample {
  readonly ledger: Ledger;
  readonly started: Readonly<Record<string, unknown>>;
  readonly refused: Readonly<Record<string, unknown>>;
}

export async function takeSample(): Promise<Sample> {
  const store = openSqlite({ path: ":memory:", clock: systemClock });
  const ramz = await composeRamz("sqlite::memory:", acceptingProvider(), { store, log: () => {} });
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
  const stored = await store.load(ledgerKeyOf(id) ?? "");
  await ramz.close();
  if (stored === null) throw new Error("the sample was not stored");
  return { ledger: stored.ledger, started, refused };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new Error("the sample is no object");
  return { ...value };
}
