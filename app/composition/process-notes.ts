/** Makes the processes that share a store known to each other: each notes its state every ten seconds, under a name that the clock gives. */
import { addShared } from "../../domain/storage/shared-notes.ts";
import type { Store } from "../../domain/storage/store.ts";
import { SECOND_MS } from "../../domain/time.ts";
import { type ProcessHealth, readProcessHealth } from "../service/process-health.ts";

const EVERY_MS = 10 * SECOND_MS;
/** Two spans and a clock that differs by one. */
const KEPT_MS = 4 * EVERY_MS;

export interface ProcessNotes {
  /** Notes the state, once in ten seconds however often it is called. Throws StoreUnavailable. */
  write(state: () => Promise<ProcessHealth>, now: number): Promise<void>;
  /** The newest note of each process. Throws StoreUnavailable. */
  read(now: number): Promise<readonly ProcessHealth[]>;
}

export function createProcessNotes(store: Pick<Store, "notes" | "once">): ProcessNotes {
  let written = -1;
  return {
    async write(state, now) {
      const span = Math.floor(now / EVERY_MS);
      if (span === written) return;
      const health = await state();
      if (await addShared(store, nameOf(span), { word: health.id, text: JSON.stringify(health) }, KEPT_MS))
        written = span;
    },
    async read(now) {
      const span = Math.floor(now / EVERY_MS);
      const spans = await Promise.all(
        [span - 2, span - 1, span, span + 1].map((number) => store.notes.read(nameOf(number))),
      );
      const newest = new Map<string, ProcessHealth>();
      for (const text of spans.flatMap((noted) => Object.values(noted?.notes ?? {}))) {
        const health = readProcessHealth(text);
        if (health !== null && health.at >= (newest.get(health.id)?.at ?? 0)) newest.set(health.id, health);
      }
      return [...newest.values()].toSorted((a, b) => a.startedAt - b.startedAt);
    },
  };
}

function nameOf(span: number): string {
  return `processes\n${span}`;
}
