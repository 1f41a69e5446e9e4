/** Requests rendered ahead, so that the client only copies bytes. */
import type { Target } from "./subject.ts";

const LENGTH = 11;
const encoder = new TextEncoder();
let numbers = 0;

/** Everybody's number once, in no order: as in life, neighbours in time are not neighbours in an index. */
export function nextNumber(): string {
  // The factor shares no divisor with 10^8, so no number comes twice.
  const scattered = (numbers++ * 61_803_399) % 100_000_000;
  return `091${String(scattered).padStart(LENGTH - 3, "0")}`;
}

/** Starts with a number of their own each; `goOn` says when it is enough. One buffer, rewritten in place. */
export function starts(goOn: () => boolean): () => Uint8Array | null {
  const place = "#".repeat(LENGTH);
  const request = render("/v1/verifications", { to: place });
  const at = new TextDecoder().decode(request).indexOf(place);
  return () => {
    if (!goOn()) return null;
    encoder.encodeInto(nextNumber(), request.subarray(at));
    return request;
  };
}

/** One guess per target and round, made by `guess` from the right code. */
export function checks(
  targets: readonly Target[],
  rounds: number,
  guess: (code: string) => string,
): () => Uint8Array | null {
  const requests = targets.map(({ id, code }) =>
    render(`/v1/verifications/${id}/checks`, { code: guess(code) }),
  );
  let sent = 0;
  return () => (sent < requests.length * rounds ? (requests[sent++ % requests.length] ?? null) : null);
}

export function wrong(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, "0");
}

function render(path: string, body: unknown): Uint8Array {
  const text = JSON.stringify(body);
  return encoder.encode(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  );
}
