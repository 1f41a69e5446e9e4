/** The face of the client. */
import createClient from "openapi-fetch";
import * as deliveries from "./deliveries.ts";
import type { paths } from "./openapi.generated.ts";
import { type Resilience, resilientFetch, singleFetch } from "./resilient-fetch.ts";
import type { CallOptions, Check, CreateDelivery, StartVerification } from "./types.ts";
import * as verifications from "./verifications.ts";

export interface RamzOptions extends Partial<Resilience> {
  /** Where Ramz is, e.g. `http://127.0.0.1:8000`. */
  readonly baseUrl: string;
  /** The key of your app, as `ramz key new` printed it. Never in a page: use `createPublicRamz` there. */
  readonly apiKey?: string | undefined;
  /** The language of `detail` and `hint`. English unless set. */
  readonly language?: "en" | "fa";
}

export interface Ramz {
  /** Sends a code. Repeated by itself where that is safe, and never sent twice. */
  start(body: StartVerification, options?: CallOptions): Promise<verifications.Started>;
  /** Compares what the person typed, by id or by number. */
  check(guess: Check, options?: CallOptions): Promise<verifications.Checked>;
  get(id: string, options?: CallOptions): Promise<verifications.Found>;
  /** Makes the code worth nothing, and stops a chain that is still running. */
  cancel(id: string, options?: CallOptions): Promise<verifications.Canceled>;
  /** What a proof for your app proves, once. */
  redeem(proof: string, options?: CallOptions): Promise<verifications.Redeemed>;
  readonly deliveries: {
    /** Sends a code of your own. */
    create(body: CreateDelivery, options?: CallOptions): Promise<deliveries.Carried>;
    get(id: string, options?: CallOptions): Promise<deliveries.FoundDelivery>;
    /** Says whether the code was used, so that the pumping guard counts it. */
    report(id: string, used: boolean, options?: CallOptions): Promise<deliveries.Reported>;
  };
}

const DEFAULTS = { timeoutMs: 20_000, retries: 2, maxWaitMs: 3_000 } as const;

/** The settings of a client, filled in. */
export function resilienceOf(options: Partial<Resilience>): Resilience {
  const {
    timeoutMs = DEFAULTS.timeoutMs,
    retries = DEFAULTS.retries,
    maxWaitMs = DEFAULTS.maxWaitMs,
  } = options;
  const { fetch = (request) => globalThis.fetch(request) } = options;
  return { timeoutMs, retries, maxWaitMs, fetch };
}

/** A client for a back end. Calls resolve to a union by `kind`, and reject with a RamzError when the call or a setting is wrong. */
export function createRamz({ baseUrl, apiKey, language = "en", ...options }: RamzOptions): Ramz {
  const resilience = resilienceOf(options);
  const once = singleFetch(resilience);
  const api = createClient<paths>({
    baseUrl,
    fetch: resilientFetch(resilience),
    headers: { "accept-language": language, ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
  });
  return {
    start: (body, call = {}) => verifications.start(api, body, call),
    check: (guess, call = {}) => verifications.check(api, guess, call),
    get: (id, call = {}) => verifications.get(api, id, call),
    cancel: (id, call = {}) => verifications.cancel(api, id, call),
    redeem: (proof, call = {}) => verifications.redeem(api, proof, once, call),
    deliveries: {
      create: (body, call = {}) => deliveries.create(api, body, call),
      get: (id, call = {}) => deliveries.get(api, id, call),
      report: (id, used, call = {}) => deliveries.report(api, id, used, call),
    },
  };
}
