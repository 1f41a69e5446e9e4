/** Idempotency keys: a request that is sent again under the same key runs once and gets the first answer (decision 0016). */
import { POLICY_BOUNDS } from "../ledger/policy.ts";
import type { Clock, Random, Secrets } from "../ports.ts";
import { type OnceStore, StoreUnavailable } from "../storage/store.ts";
import { nullOnOutage } from "../storage/transact.ts";
import { DAY_MS, type EpochMs, SECOND_MS } from "../time.ts";

export interface KeyedRequest {
  readonly app: string;
  /** The caller's name for the request. Each app has keys of its own. */
  readonly key: string;
  /** All that makes two requests the same one: their path and their body. */
  readonly content: string;
  /** How long the first run may take, and how long a repeated request waits for it, in milliseconds. */
  readonly waitMs: number;
  /** How long its code is good, in milliseconds; left out, no longer than one that is made here. */
  readonly codeLifeMs?: number;
}

export interface Answer {
  /** The whole answer as text. It is encrypted while it is kept. */
  readonly text: string;
  /** Whether a message may be out. If not, the key is free again after a second. */
  readonly mayBeOut: boolean;
  /** How long it is kept instead, in milliseconds. */
  readonly keptMs?: number;
  /** Nothing was sent, and the caller is to send the request again with an addition. The key is free at once. */
  readonly asksAgain?: boolean;
}

export type KeyedVerdict =
  | { readonly kind: "answered"; readonly text: string; readonly replayed: boolean }
  /** The key was used for another request. */
  | { readonly kind: "key_reused" }
  /** The first run has no answer yet, or was cut off before it had one. */
  | { readonly kind: "in_progress" };

export interface Idempotency {
  /** Runs `work` unless a request with this key has run. Throws StoreUnavailable, and what `work` throws. */
  run(request: KeyedRequest, work: () => Promise<Answer>): Promise<KeyedVerdict>;
}

/** How long an answer is kept. */
export const KEY_KEPT_MS: number = DAY_MS;

/** How long a request without an answer keeps its key at least: until no code that is made here can be live. */
const UNANSWERED_KEPT_MS = POLICY_BOUNDS.ttlMs[1];

/** Keep a failed answer briefly, so that concurrent retries see the same result. `Retry-After` is at least as long. */
const FAILED_KEPT_MS = SECOND_MS;
const POLL_MS = 100;

/** Makes the claims of two runs differ. */
const NONCE_BYTES = 9;

export interface IdempotencyParts {
  readonly once: OnceStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
}

/** Under a key lies the fingerprint of its request, followed by the nonce of the run or, once there is one, the encrypted answer. */
export function createIdempotency({ once, secrets, clock, random }: IdempotencyParts): Idempotency {
  const release = createRelease(once, clock);

  const answerOf = async (
    claim: Claim,
    fingerprint: string,
    work: () => Promise<Answer>,
  ): Promise<string> => {
    const answer = await work().catch(async (error: unknown) => {
      // After any other error a message may be out: the claim stays, and nothing is sent again.
      if (error instanceof StoreUnavailable) await release(claim);
      throw error;
    });
    const { text, mayBeOut, asksAgain = false } = answer;
    if (asksAgain) {
      await release(claim);
      return text;
    }
    const { keptMs = mayBeOut ? KEY_KEPT_MS : FAILED_KEPT_MS } = answer;
    const kept = fingerprint + secrets.seal(text, claim.name);
    // A message may be out by now, so an outage must not hide the answer.
    await nullOnOutage(once.replace(claim.name, kept, keptMs));
    return text;
  };

  return {
    async run({ app, key, content, waitMs, codeLifeMs = 0 }, work) {
      const name = secrets.windowKey(`idempotency key\n${app}\n${key}`);
      const fingerprint = secrets.windowKey(`idempotent request\n${content}`);
      const giveUpAt = clock.now() + waitMs;
      const lifetimeMs = waitMs + Math.max(UNANSWERED_KEPT_MS, codeLifeMs);
      for (;;) {
        const value = fingerprint + random.token(NONCE_BYTES);
        const claim: Claim = { name, value, expiresAt: clock.now() + lifetimeMs };
        const result = await once.claim(name, value, lifetimeMs).catch((error: unknown) => {
          // The claim may have gone through although its answer was lost.
          if (error instanceof StoreUnavailable) void release(claim);
          throw error;
        });
        if (result.kind === "claimed")
          return { kind: "answered", text: await answerOf(claim, fingerprint, work), replayed: false };
        if (!result.held.startsWith(fingerprint)) return { kind: "key_reused" };
        const text = secrets.unseal(result.held.slice(fingerprint.length), name);
        if (text !== null) return { kind: "answered", text, replayed: true };
        if (clock.now() + POLL_MS > giveUpAt) return { kind: "in_progress" };
        await clock.timer(POLL_MS).elapsed;
      }
    },
  };
}

/** A name that this process claimed, or may have claimed: the answer of the store was lost. */
interface Claim {
  readonly name: string;
  /** What was put under the name. No other claim puts the same. */
  readonly value: string;
  /** When the store drops the claim by itself. */
  readonly expiresAt: EpochMs;
}

const RELEASE_AGAIN_MS = SECOND_MS;

/** A long outage must not fill the memory. Claims beyond this number expire by themselves. */
const PENDING_RELEASES_MAX = 10_000;

/** A function that releases a claim. It resolves after the first try, and keeps trying in the background while the store is down. */
function createRelease(once: OnceStore, clock: Clock): (claim: Claim) => Promise<void> {
  const pending = new Set<Claim>();

  /** Whether the store answered. */
  const tryRelease = async ({ name, value }: Claim) =>
    (await nullOnOutage(once.release(name, value).then(() => true))) !== null;

  const releasePending = async () => {
    while (pending.size > 0) {
      await clock.timer(RELEASE_AGAIN_MS).elapsed;
      for (const claim of pending) {
        if (claim.expiresAt > clock.now() && !(await tryRelease(claim))) break;
        pending.delete(claim);
      }
    }
  };
  return async (claim) => {
    if ((await tryRelease(claim)) || pending.size >= PENDING_RELEASES_MAX) return;
    pending.add(claim);
    if (pending.size === 1) void releasePending();
  };
}
