/** How long the store waits: for a connection to come back, and for an answer. */
import type { Client } from "./client.ts";

/**
 * A function that resolves when the client is connected. A connection that was lost, or never made, has `graceMs` from the
 * first request on to come back; after that requests are refused at once, until it is there again. `lost` says that the
 * connection is gone although the client has not noticed yet.
 */
export function connection(client: Client, graceMs: number): (lost?: boolean) => Promise<void> {
  let waiting: { readonly ready: Promise<void>; settle(): void } | null = null;
  let last = "";
  const note = (error: Error) => {
    // What follows from a connection that is gone hides why it went.
    if (!wasNotSent(error)) last = `, last: ${error.message}`;
  };
  client.on("error", note);
  client.on("node error", note);
  client.on("ready", () => {
    waiting?.settle();
    waiting = null;
    last = "";
  });

  const wait = () => {
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => reject(new Error(`no connection for ${graceMs} ms${last}`));
    const timer = setTimeout(giveUp, graceMs);
    const settle = () => {
      clearTimeout(timer);
      resolve();
    };
    return { ready, settle };
  };
  return async (lost = false) => {
    if (client.status === "ready" && !lost) return;
    // The client gives up for good when Sentinels announce a new primary just while it connects.
    if (client.status === "end") client.connect().catch(() => {});
    waiting ??= wait();
    await waiting.ready;
  };
}

/** Certainly not sent: the client found its connection gone before it wrote a byte. Only that may be sent again. */
export function wasNotSent(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Stream isn't writeable");
}

/** The answer, or an error when it takes longer. What was sent is not taken back by that. */
export async function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
