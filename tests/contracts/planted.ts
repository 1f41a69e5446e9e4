/** A store in memory that keeps every promise but those a planted fault breaks; for tests of the contracts themselves. */
import { type Store, StoreUnavailable } from "../../domain/storage/store.ts";
import { createMemoryStore } from "../support/memory-store.ts";
import { createSimClock, type SimClock } from "../support/sim-clock.ts";
import type { StoreSubject } from "./store.ts";

/** The methods a fault changes, given the correct store. */
export type Fault = (store: Store, clock: SimClock) => Partial<Store>;

export function planted(fault: Fault): StoreSubject<Store> {
  const clock = createSimClock();
  const memory = createMemoryStore(clock);
  let down = false;
  const connect = (): Store => {
    let closed = false;
    const answer = <T>(work: () => Promise<T>) =>
      down || closed ? Promise.reject(new StoreUnavailable("down")) : work();
    const store: Store = {
      load: (key) => answer(() => memory.load(key)),
      save: (...all) => answer(() => memory.save(...all)),
      windows: { count: (...all) => answer(() => memory.windows.count(...all)) },
      once: {
        claim: (...all) => answer(() => memory.once.claim(...all)),
        replace: (...all) => answer(() => memory.once.replace(...all)),
        release: (...all) => answer(() => memory.once.release(...all)),
      },
      notes: {
        expect: (...all) => answer(() => memory.notes.expect(...all)),
        add: (...all) => answer(() => memory.notes.add(...all)),
        read: (...all) => answer(() => memory.notes.read(...all)),
      },
      audit: {
        append: (...all) => answer(() => memory.audit.append(...all)),
        read: (...all) => answer(() => memory.audit.read(...all)),
        last: () => answer(() => memory.audit.last()),
      },
      ping: () => answer(() => memory.ping()),
      close: async () => void (closed = true),
    };
    return { ...store, ...fault(store, clock) };
  };
  return {
    store: connect(),
    another: connect,
    break: () => void (down = true),
    clock: { now: () => clock.now(), pass: (ms) => clock.advance(ms) },
    close: async () => {},
  };
}
