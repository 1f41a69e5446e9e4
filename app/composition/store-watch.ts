/** Log lines about the store, and errors as text for the log. */
import { type Store, StoreUnavailable } from "../../domain/storage/store.ts";

/** Writes one line. */
export type StoreWatchLog = (
  level: "error" | "warn" | "info",
  text: string,
  fields?: Readonly<Record<string, string | number>>,
) => void;

/** An error as the log has it. That the store does not answer is no fault of the code, so it is logged without a stack. */
export function textOf(error: unknown): string {
  if (error instanceof StoreUnavailable) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Returns a function that resolves to whether the store answers. It logs when the store stops answering and when it answers again. */
export function watchStore({ ping }: Pick<Store, "ping">, log: StoreWatchLog): () => Promise<boolean> {
  let wasUp = true;
  return async () => {
    const error = await ping().then(() => null, textOf);
    if (error !== null && wasUp)
      log("warn", `${sentence(error)} Every request is answered 503 until it answers.`);
    if (error === null && !wasUp) log("info", "The store answers again.");
    wasUp = error === null;
    return wasUp;
  };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
