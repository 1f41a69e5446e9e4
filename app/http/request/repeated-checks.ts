/** How callers let a check be repeated: by the header Idempotency-Key, or, at the predecessor's endpoint, by the code itself. */
import type { Repeatable } from "../../../domain/ledger/repeated-check.ts";
import { clientOf } from "./client-ip.ts";
import { idempotencyKeyOf } from "./idempotency-key.ts";
import { REPLAYED } from "./packed-response.ts";
import type { AuthenticatedRequest } from "./surface.ts";

const BY_KEY_MS = 120_000;
const BY_CODE_MS = 60_000;

/** By Idempotency-Key; nothing without one. Throws a ProblemError when the header is no key. */
export function repeatableByKey(request: Request): { readonly repeatable?: Repeatable } {
  const key = idempotencyKeyOf(request);
  if (key === null) return {};
  return { repeatable: { name: `key\n${key}`, remembers: "every_guess", forMs: BY_KEY_MS } };
}

/** The predecessor's clients have no key. Only from the same address, so that a code that was seen elsewhere is worth nothing there. */
export function repeatableByCode(
  request: AuthenticatedRequest,
  service: Parameters<typeof clientOf>[1],
): { readonly repeatable: Repeatable } {
  const { address = "" } = clientOf(request, service, undefined) ?? {};
  return { repeatable: { name: `client\n${address}`, remembers: "right_guess", forMs: BY_CODE_MS } };
}

/** Says of an answer that it is that of an earlier check. */
export function replayedHeaders(repeated: boolean): Readonly<Record<string, string>> {
  return repeated ? { [REPLAYED]: "true" } : {};
}
