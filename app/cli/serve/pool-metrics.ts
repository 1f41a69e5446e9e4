/** The metrics of all workers as those of one process, in their parent. */
import type { ProcessMetrics } from "../../../adapters/telemetry/sdk/added-metrics.ts";
import { addUp, prometheusText } from "../../composition/open-adapters.ts";
import { isToParent, type ToWorker } from "./worker-messages.ts";
import type { Peer, WorkersOptions } from "./worker-pool.ts";

export type PoolMetrics = Required<Pick<WorkersOptions, "received" | "left">>;

/** A worker that answers later is counted as it was when it last answered. */
const ANSWERS_WITHIN_MS = 2_000;

/**
 * Answers a worker that was asked for `/metrics`. What a worker counted stays counted when it has ended: all of it when it stopped as it was
 * asked to, and what was last seen of it when it died.
 */
export function createPoolMetrics(): PoolMetrics {
  /** The workers that serve, with what was last seen of them. */
  const latest = new Map<Peer, ProcessMetrics | null>();
  const awaited = new Map<Peer, Map<number, () => void>>();
  let ended: readonly ProcessMetrics[] = [];
  let lastId = 0;

  const answered = (peer: Peer, id: number) => {
    awaited.get(peer)?.get(id)?.();
    awaited.get(peer)?.delete(id);
  };

  /** Resolves when the worker has answered, has ended, or is late. */
  async function refresh(peer: Peer): Promise<void> {
    const id = ++lastId;
    const { promise, resolve } = Promise.withResolvers<void>();
    awaited.get(peer)?.set(id, resolve);
    const timer = setTimeout(() => answered(peer, id), ANSWERS_WITHIN_MS);
    send(peer, { kind: "collect", id });
    await promise;
    clearTimeout(timer);
  }

  async function scrape(): Promise<string> {
    await Promise.all([...latest.keys()].map(refresh));
    const living = [...latest].flatMap(([{ number }, metrics]) =>
      metrics === null ? [] : [[number, metrics] as const],
    );
    return prometheusText(addUp(living, ended));
  }

  /** From now on the worker's metrics are those of one that has ended. */
  const left = (peer: Peer) => {
    const last = latest.get(peer) ?? null;
    latest.delete(peer);
    for (const resolve of awaited.get(peer)?.values() ?? []) resolve();
    awaited.delete(peer);
    if (last !== null) ended = [addUp([], [...ended, last])];
  };

  return {
    left,
    received(message, from) {
      if (!isToParent(message)) return;
      switch (message.kind) {
        case "serving":
          latest.set(from, null);
          awaited.set(from, new Map());
          return;
        case "scrape":
          return void scrape().then((text) => send(from, { kind: "scraped", id: message.id, text }));
        case "collected":
          // Of one that has ended, the last counts.
          if (latest.has(from)) latest.set(from, message.metrics);
          return answered(from, message.id);
        case "last":
          latest.set(from, message.metrics);
          left(from);
          return send(from, { kind: "noted" });
      }
    },
  };
}

function send(peer: Peer, message: ToWorker): void {
  peer.send(message);
}
