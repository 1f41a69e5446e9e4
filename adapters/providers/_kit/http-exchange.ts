/** One HTTP call of a provider: within a deadline, without redirects, its answer read up to a limit. Every HTTP provider uses it. */
import type { DeliveryResult } from "../../../domain/delivery/provider.ts";
import { withoutSecrets } from "../../../domain/redaction.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { EpochMs } from "../../../domain/time.ts";
import { type TransportFailure, transportFailureOf, transportResult } from "./transport-failure.ts";

export interface HttpCall {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
}

export type HttpAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** By name in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      /** The answer was longer than `maxBytes`; `text` is its beginning. */
      readonly truncated: boolean;
    }
  | {
      readonly kind: "failed";
      readonly failure: TransportFailure;
      /** The failure as the result of a delivery; Ramz explains its reason. */
      readonly result: DeliveryResult;
    };

export interface ExchangeTools {
  readonly clock: Clock;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * Makes the call and answers by `deadline`; never rejects. Credentials of its own that the vendor says back are taken out. A redirect is an answer like any other: following it would hand the key and the
 * code to another host.
 */
export async function exchange(
  { url, ...call }: HttpCall,
  deadline: EpochMs,
  host: ExchangeTools,
  maxBytes: number,
): Promise<HttpAnswer> {
  const timeLeftMs = deadline - host.clock.now();
  if (timeLeftMs <= 0) return failed("no_time_left");

  const timer = host.clock.timer(timeLeftMs);
  const abort = new AbortController();
  void timer.elapsed.then(() => abort.abort());
  let answered = false;
  try {
    const response = await host.fetch(url, { ...call, redirect: "manual", signal: abort.signal });
    answered = true;
    const { text, truncated } = await readText(response, maxBytes);
    const clean = (one: string) => withoutSecrets(one, credentialsIn(call));
    const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name, clean(value)]));
    return { kind: "answered", status: response.status, headers, text: clean(text), truncated };
  } catch (error) {
    return failed(transportFailureOf(error, { answered, timedOut: abort.signal.aborted }));
  } finally {
    timer.cancel();
  }
}

function failed(failure: TransportFailure): HttpAnswer {
  return { kind: "failed", failure, result: transportResult(failure) };
}

/** Shorter ones may stand in an answer by accident. */
const CREDENTIALS_MIN = 6;

/**
 * What stands behind the scheme of `Authorization`, as a vendor may write it: as it is, in a URL, or with the slashes of PHP's JSON. A
 * Basic pair and a token of OAuth are in no list of secrets, because they are made for a call.
 */
function credentialsIn({ headers = {} }: Pick<HttpCall, "headers">): readonly string[] {
  const given = headers["authorization"] ?? "";
  const credentials = /^\w+ +(\S+)$/.exec(given)?.[1] ?? given;
  if (credentials.length < CREDENTIALS_MIN) return [];
  return [credentials, encodeURIComponent(credentials), credentials.replaceAll("/", "\\/")];
}

/** The body as text, cut off where it grows beyond `maxBytes`. */
async function readText(response: Response, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    byteCount += chunk.byteLength;
    if (byteCount > maxBytes) break;
  }
  return { text: Buffer.concat(chunks).toString("utf8"), truncated: byteCount > maxBytes };
}
