/** Links for end users to what happened to their code. The token is sealed: it cannot be read, altered or guessed, and it ends by itself. */
import type { EpochMs } from "../../../domain/time.ts";
import type { Service } from "../../service/service.ts";

type LinkParts = Pick<Service, "publicUrl" | "whyLinkTtlMs" | "sealing" | "now">;

export interface WhyLink {
  readonly url: string;
  readonly expiresAt: EpochMs;
}

/** What a link is about: a verification or a delivery of an app. */
export interface Subject {
  readonly app: string;
  readonly id: string;
}

const NAME = "why link";

/** Whether there are such links; else `/why` is an unknown path. */
export function hasWhy({ publicUrl, whyLinkTtlMs }: Pick<LinkParts, "publicUrl" | "whyLinkTtlMs">): boolean {
  return publicUrl !== null && whyLinkTtlMs > 0;
}

/** A link from now on; null where there are none. The id must be one of the app. */
export function whyLinkOf(service: LinkParts, { app, id }: Subject): WhyLink | null {
  const { publicUrl, whyLinkTtlMs, sealing, now } = service;
  if (publicUrl === null || !hasWhy(service)) return null;
  const expiresAt = now() + whyLinkTtlMs;
  const token = sealing.seal([expiresAt.toString(36), id, app].join("\n"), NAME);
  return { url: `${publicUrl}/why/${token}`, expiresAt };
}

/** Null when it is not one of ours, altered, or too old. */
export function openWhyToken(
  { sealing, now }: Pick<LinkParts, "sealing" | "now">,
  token: string,
): Subject | null {
  const [until = "", id = "", app = ""] = sealing.unseal(token, NAME)?.split("\n") ?? [];
  return now() < Number.parseInt(until, 36) ? { app, id } : null;
}
