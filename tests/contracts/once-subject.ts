import type { OnceStore } from "../../domain/storage/store.ts";
import type { StoreSubject } from "./store-subject.ts";

export interface ClaimsStore {
  readonly once: OnceStore;
  close(): Promise<void>;
}

export type OnceSubject = StoreSubject<ClaimsStore>;
