/**
 * What a person's visit is about, sealed: it goes from step to step in the page itself, so that the server remembers nothing and no cookie
 * is needed. It cannot be read or altered, and holds neither the code nor a secret.
 */
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { Secrets } from "../../../domain/ports.ts";
import { MINUTE_MS, type EpochMs } from "../../../domain/time.ts";

const Shape = Type.Object({
  app: Type.String(),
  /** Where the visit ends: at an address, or with a message to an origin. */
  returnTo: Type.Optional(Type.String()),
  embed: Type.Optional(Type.String()),
  state: Type.Union([Type.String(), Type.Null()]),
  /** The number as typed, for a resend and for the person to see. */
  to: Type.String(),
  /** The verification. */
  id: Type.String(),
  expiresAt: Type.Number(),
});

export type Ticket = Static<typeof Shape>;

/** Longer than any code lives, so that a person can still ask for another one. */
export const TICKET_TTL_MS = 30 * MINUTE_MS;

const NAME = "hosted page";

export function sealTicket(secrets: Pick<Secrets, "seal">, ticket: Ticket): string {
  return secrets.seal(JSON.stringify(ticket), NAME);
}

/** Null when it is not one of ours, altered, or too old. */
export function openTicket(secrets: Pick<Secrets, "unseal">, sealed: string, now: EpochMs): Ticket | null {
  const text = secrets.unseal(sealed, NAME);
  const ticket: unknown = text === null ? null : JSON.parse(text);
  return Value.Check(Shape, ticket) && now < ticket.expiresAt ? ticket : null;
}
