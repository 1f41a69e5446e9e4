/** Requests rendered in advance, so that the client only copies bytes. */
import type { Target } from "./subject-api.ts";

type Call = readonly [path: string, body: unknown];

/** How a service is called, and the one status each of its answers must have. */
export interface Api {
  readonly status: { readonly started: number; readonly right: number; readonly wrong: number };
  start(to: string): Call;
  check(id: string, code: string): Call;
}

export const RAMZ: Api = {
  status: { started: 201, right: 200, wrong: 422 },
  start: (to) => ["/v1/verifications", { to }],
  check: (id, code) => [`/v1/verifications/${id}/checks`, { code }],
};

const LENGTH = 11;
const encoder = new TextEncoder();
let numbers = 0;

/** Each number once, in no order: requests that are close in time are not close in an index, as in production. */
export function nextNumber(): string {
  // The factor shares no divisor with 10^8, so no number comes twice.
  const scattered = (numbers++ * 61_803_399) % 100_000_000;
  return `091${String(scattered).padStart(LENGTH - 3, "0")}`;
}

/** Starts, each with a number of its own, until `goOn` returns false. They share one buffer, rewritten in place. */
export function starts(goOn: () => boolean, api: Api = RAMZ): () => Uint8Array | null {
  const place = "#".repeat(LENGTH);
  const request = rendered(api.start(place));
  const at = new TextDecoder().decode(request).indexOf(place);
  return () => {
    if (!goOn()) return null;
    encoder.encodeInto(nextNumber(), request.subarray(at));
    return request;
  };
}

/** One guess per target and round; `guess` makes it from the right code. */
export function checks(
  targets: readonly Target[],
  rounds: number,
  guess: (code: string) => string,
  api: Api = RAMZ,
): () => Uint8Array | null {
  const requests = targets.map(({ id, code }) => rendered(api.check(id, guess(code))));
  let sent = 0;
  return () => (sent < requests.length * rounds ? (requests[sent++ % requests.length] ?? null) : null);
}

export function wrong(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, "0");
}

export function rendered([path, body]: Call): Uint8Array {
  const text = JSON.stringify(body);
  return encoder.encode(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  );
}
