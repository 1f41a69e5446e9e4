/** A request that is sent again under the same key does nothing again: it gets the answer of the first (decision 0016). */
import { nullOnOutage } from "../patience.ts";
import { POLICY_BOUNDS } from "../ledger/policy.ts";
import type { Clock, Random, Secrets } from "../ports.ts";
import { createRelease, type HeldName } from "../freeing.ts";
import { type OnceStore, StoreUnavailable } from "../storage/store.ts";
import { DAY_MS, SECOND_MS } from "../time.ts";

export interface KeyedRequest {
  readonly app: string;
  /** The caller's own name for the request; another app's means nothing here. */
  readonly key: string;
  /** All that makes two requests the same one: where they go and what they ask. */
  readonly content: string;
  /** How long the first may take, in milliseconds; whoever repeats it waits as long. */
  readonly patienceMs: number;
}

export interface Answer {
  /** The whole answer as text. It is sealed while it is kept. */
  readonly text: string;
  /** Whether a message may be out. If not, the key is free again in a moment. */
  readonly mayBeOut: boolean;
}

export type KeyedVerdict =
  | { readonly kind: "answered"; readonly text: string; readonly replayed: boolean }
  /** The key was used for another request. */
  | { readonly kind: "key_reused" }
  /** The first request has no answer yet, or was cut off before it had one. */
  | { readonly kind: "in_progress" };

export interface Idempotency {
  /** Runs `work` unless a request with this key has run. Throws StoreUnavailable, and what `work` throws. */
  run(request: KeyedRequest, work: () => Promise<Answer>): Promise<KeyedVerdict>;
}

/** How long an answer is kept. */
export const KEY_KEPT_MS: number = DAY_MS;

/** How long a request holds its key that never gets an answer: until no code of it can be live any more. */
const UNANSWERED_KEPT_MS = POLICY_BOUNDS.ttlMs[1];

/** What came to nothing is answered alike to all who asked at once. Whoever waits as Retry-After says finds the key free. */
const NOTHING_KEPT_MS = SECOND_MS;
const POLL_MS = 100;

/** Tells one run of a request from another. */
const NONCE_BYTES = 9;

export interface IdempotencyParts {
  readonly once: OnceStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
}

/** What lies under a key: the fingerprint of its request, then a word of whoever runs it, or the sealed answer once there is one. */
export function createIdempotency({ once, secrets, clock, random }: IdempotencyParts): Idempotency {
  const free = createRelease(once, clock);
  return {
    async run({ app, key, content, patienceMs }, work) {
      const name = secrets.windowKey(`idempotency key\n${app}\n${key}`);
      const fingerprint = secrets.windowKey(`idempotent request\n${content}`);
      const giveUpAt = clock.now() + patienceMs;
      for (;;) {
        const lifetimeMs = patienceMs + UNANSWERED_KEPT_MS;
        const held = {
          name,
          value: fingerprint + random.token(NONCE_BYTES),
          until: clock.now() + lifetimeMs,
        };
        const claim = await once.claim(name, held.value, lifetimeMs).catch((error: unknown) => {
          // It may have gone through all the same.
          if (error instanceof StoreUnavailable) void free(held);
          throw error;
        });
        if (claim.kind === "claimed") {
          return { kind: "answered", text: await first(held, fingerprint, work), replayed: false };
        }
        if (!claim.held.startsWith(fingerprint)) return { kind: "key_reused" };
        const text = secrets.unseal(claim.held.slice(fingerprint.length), name);
        if (text !== null) return { kind: "answered", text, replayed: true };
        if (clock.now() + POLL_MS > giveUpAt) return { kind: "in_progress" };
        await clock.timer(POLL_MS).elapsed;
      }
    },
  };

  async function first(held: HeldName, fingerprint: string, work: () => Promise<Answer>): Promise<string> {
    const { name } = held;
    const { text, mayBeOut } = await work().catch(async (error: unknown) => {
      // Whatever else goes wrong, a message may be out: then the claim stays, and nothing is sent again.
      if (error instanceof StoreUnavailable) await free(held);
      throw error;
    });
    const keptMs = mayBeOut ? KEY_KEPT_MS : NOTHING_KEPT_MS;
    // A message may be out by now, and the store's trouble must not hide that.
    await nullOnOutage(once.replace(name, fingerprint + secrets.seal(text, name), keptMs));
    return text;
  }
}
