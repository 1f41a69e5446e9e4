/** Repeats a call where that is safe and soon, so that a lost answer or a busy moment is not seen. Nothing is sent twice. */

export interface Resilience {
  /** How long one request may take, in milliseconds: longer than the chain's deadline, which is 15 seconds unless set. */
  readonly timeoutMs: number;
  /** How often a call is repeated at most. */
  readonly retries: number;
  /** The longest wait before a repetition, in milliseconds. A `Retry-After` above it is left to the caller. */
  readonly maxWaitMs: number;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** What Ramz answers with Retry-After; 409 only where it has that header: `busy` and `idempotency_in_progress`. */
const MAY_PASS: readonly number[] = [409, 429, 502, 503, 504];
/** What a proxy in front answers without it. */
const OF_A_PROXY: readonly number[] = [502, 503, 504];
const FIRST_WAIT_MS = 250;

/**
 * A `fetch` that repeats requests. Only for requests that may be repeated: reads, cancels, and what carries an Idempotency-Key. Rejects as
 * `fetch` does when no repetition got an answer, and at once when the request is aborted, during a wait too.
 */
export function resilientFetch({ timeoutMs, retries, maxWaitMs, fetch }: Resilience) {
  return async (request: Request): Promise<Response> => {
    for (let repeated = 0; ; repeated++) {
      const isLast = repeated === retries;
      const backOffMs = FIRST_WAIT_MS * 2 ** repeated;
      const outcome = await attempt(fetch, request.clone(), timeoutMs);
      if (request.signal.aborted || isLast) return settled(outcome);
      const waitMs = outcome.kind === "failed" ? backOffMs : waitOf(outcome.response, backOffMs);
      if (waitMs === null || waitMs > maxWaitMs) return settled(outcome);
      await wait(waitMs, request.signal);
    }
  };
}

/** The same without repetitions, for a call that must reach Ramz at most once. */
export function singleFetch({ timeoutMs, fetch }: Resilience) {
  return async (request: Request): Promise<Response> => settled(await attempt(fetch, request, timeoutMs));
}

type Outcome =
  | { readonly kind: "answered"; readonly response: Response }
  | { readonly kind: "failed"; readonly error: unknown };

async function attempt(fetch: Resilience["fetch"], request: Request, timeoutMs: number): Promise<Outcome> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await fetch(new Request(request, { signal }));
    // Read whole here, so that an answer that breaks off is a failure like any other.
    const body = await response.arrayBuffer();
    const { status, statusText, headers } = response;
    const whole = new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
    return { kind: "answered", response: whole };
  } catch (error) {
    return { kind: "failed", error };
  }
}

/** Rejects with the reason of the signal as soon as it is aborted. */
function wait(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    }, waitMs);
    signal.addEventListener("abort", giveUp);
  });
}

function settled(outcome: Outcome): Response {
  if (outcome.kind === "failed") throw outcome.error;
  return outcome.response;
}

/** How long to wait before the same request may succeed, in milliseconds; null when it would not. */
function waitOf({ status, headers }: Response, backOffMs: number): number | null {
  if (!MAY_PASS.includes(status)) return null;
  const seconds = headers.get("retry-after");
  if (seconds !== null && /^\d+$/.test(seconds)) return Math.max(Number(seconds) * 1_000, backOffMs);
  return OF_A_PROXY.includes(status) ? backOffMs : null;
}
