/** Reads from an error of Bun's `fetch` whether the request can have left. Tried on Bun 1.4.5; tests repeat what can be. */

/** What was seen on the wire, without any word of the vendor. */
export type TransportFailure =
  | "no_time_left"
  | "host_not_found"
  | "connection_refused"
  | "network_unreachable"
  | "certificate_refused"
  | "proxy_refused"
  | "timeout"
  | "connection_lost";

/**
 * Errors that come before the first byte of the request: no address, no connection, or a certificate that was looked at before
 * writing. Not here, because each was seen after the request was written too: ECONNRESET, time-outs, and EPROTO, whose text
 * blames the handshake even when a later TLS record is broken. Error texts are never passed on: they hold the URL, so the key.
 */
const NOT_WRITTEN: ReadonlyMap<string, TransportFailure> = new Map([
  ["ENOTFOUND", "host_not_found"],
  ["EAI_AGAIN", "host_not_found"],
  ["ECONNREFUSED", "connection_refused"],
  ["ENETUNREACH", "network_unreachable"],
  ["EHOSTUNREACH", "network_unreachable"],
  ["ERR_PROXY_TUNNEL", "proxy_refused"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate_refused"],
  ["CERT_HAS_EXPIRED", "certificate_refused"],
  ["CERT_NOT_YET_VALID", "certificate_refused"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate_refused"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "certificate_refused"],
  ["UNABLE_TO_GET_ISSUER_CERT", "certificate_refused"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate_refused"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate_refused"],
] satisfies [string, TransportFailure][]);

/** How far a request got before it failed. */
export interface Progress {
  /** An answer has begun, so the request was certainly written. */
  readonly answered: boolean;
  /** The deadline cut it off. */
  readonly timedOut: boolean;
}

/** What a failed request means. In doubt it may have gone out. */
export function transportFailureOf(error: unknown, { answered, timedOut }: Progress): TransportFailure {
  if (timedOut) return "timeout";
  return (answered ? undefined : NOT_WRITTEN.get(codeOf(error))) ?? "connection_lost";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
