/** How long the store waits: for a connection to come back, and for an answer. */
import type { Client } from "./client.ts";
import { wasNotSent } from "./errors.ts";

/**
 * Returns a function that resolves once the client is connected. A connection that is lost, or was never made, has `graceMs` from the
 * first request on to come back. After that, requests are refused at once until it is back. `lost` says that the connection is gone
 * although the client has not noticed yet.
 */
export function connectionWait(client: Client, graceMs: number): (lost?: boolean) => Promise<void> {
  let waiting: { readonly ready: Promise<void>; settle(): void } | null = null;
  let lastError = "";
  const note = (error: Error) => {
    // Errors that follow from a lost connection would hide why it was lost.
    if (!wasNotSent(error)) lastError = `, last: ${error.message}`;
  };
  client.on("error", note);
  client.on("node error", note);
  client.on("ready", () => {
    waiting?.settle();
    waiting = null;
    lastError = "";
  });

  const startWaiting = () => {
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => reject(new Error(`no connection for ${graceMs} ms${lastError}`));
    const timer = setTimeout(giveUp, graceMs);
    const settle = () => {
      clearTimeout(timer);
      resolve();
    };
    return { ready, settle };
  };
  return async (lost = false) => {
    if (client.status === "ready" && !lost) return;
    // The client gives up for good when Sentinels announce a new primary while it is connecting.
    if (client.status === "end") client.connect().catch(() => {});
    waiting ??= startWaiting();
    await waiting.ready;
  };
}

/**
 * The answer, or an error when it takes longer. The commands stay sent. The client's commandTimeout is not used: it is per command, and
 * starts again with each redirection of a Cluster; this is one limit for the whole packet.
 */
export async function within<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
