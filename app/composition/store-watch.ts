/** What whoever runs Ramz reads of trouble in its log. */
import { type Store, StoreUnavailable } from "../../domain/storage/store.ts";

/** Writes a line of the log. */
export type StoreWatchLog = (
  level: "error" | "warn" | "info",
  text: string,
  fields?: Readonly<Record<string, string>>,
) => void;

/** An error as the log has it. Where a store was met that does not answer tells nobody anything, so that has no stack. */
export function textOf(error: unknown): string {
  if (error instanceof StoreUnavailable) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A function that says whether the store answers. It tells the log when the store goes, and when it is back. */
export function watchStore({ ping }: Pick<Store, "ping">, log: StoreWatchLog): () => Promise<boolean> {
  let wasUp = true;
  return async () => {
    const trouble = await ping().then(() => null, textOf);
    if (trouble !== null && wasUp) log("warn", `${trouble} Every request is answered 503 until it answers.`);
    if (trouble === null && !wasUp) log("info", "The store answers again.");
    wasUp = trouble === null;
    return wasUp;
  };
}
