/**
 * What a log-in server's hook is to the rest of this folder. One protocol is one file (or one row of a table): how a request is proven,
 * where its facts are, and in which words it is answered. The order of these steps, the limits and the sending are the same for all.
 */
import type { RequestedChannel } from "../../../domain/delivery/provider.ts";
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { CarryVerdict } from "../../../domain/verdicts.ts";
import type { HookSettings } from "../../config/hook-settings.ts";
import type { ProblemCode } from "../problems/catalogue.ts";
import type { Language, Text } from "../../language/language.ts";
import type { CodePattern, Proofs } from "../../service/opened-hook.ts";

/** A request as it came, before anything of its body is believed. */
export interface SignedRequest {
  readonly headers: Headers;
  /** The raw bytes. */
  readonly body: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The secrets of the hook, as configured. Any of them may have been used. */
  readonly secrets: readonly string[];
}

/** What a log-in server asks to be carried. */
export interface HookMessage {
  readonly kind: "message";
  /** In E.164, or as it is written in the app's first country. */
  readonly to: string;
  readonly code: string;
  /** A language tag, e.g. `fa-IR`. One that no message has, or none, leaves the language to the configuration. */
  readonly locale?: string;
  /** Left out: the configured one, else `sms`. */
  readonly channel?: RequestedChannel;
  /** What the code is for, e.g. `sign_in`. */
  readonly purpose?: string;
  /** How long the code is good, in milliseconds, where the body says it. */
  readonly ttlMs?: number;
  /** The end user's address. One that is none is as good as none. */
  readonly ip?: string;
  /** The same for each try of one message, and for no other. Left out: the raw body. */
  readonly repeatKey?: string;
}

/** Nothing can be carried for this request. It changes nothing and counts nothing. */
export interface HookUnreadable {
  readonly kind: "unreadable";
  /** `invalid_request`: a field is missing or wrong. The others are what `findCode` says of a text, or of a body without a code. */
  readonly code: "invalid_request" | "code_not_found" | "code_ambiguous";
  /** Which field and what is wrong with it, in a sentence without its value. */
  readonly detail?: Text;
}

/** Why a request was refused, whichever step it was. */
export interface HookRefusal {
  /** Ramz's own word for it, e.g. `unauthorized`, `cooldown`, `code_not_found`, `delivery_failed`, `internal`. */
  readonly code: ProblemCode;
  /** The HTTP status that Ramz's own API has for it. */
  readonly status: number;
  /** A sentence that may be shown to the end user's log-in server, in `language`. */
  readonly detail: string;
  readonly language: Language;
  /** Whole seconds; null when trying again is no remedy. */
  readonly retryAfterS: number | null;
  /** What the use case said; null when it was not asked. */
  readonly verdict: CarryVerdict | null;
  readonly traceId: string;
}

export interface HookProtocol {
  /** How bodies are written; null: as their content type says. A form becomes an object of its fields. */
  readonly body: "json" | "form" | null;
  /** Whether the request is from the log-in server. In constant time; a stale signature is none. Nothing was parsed before. */
  isProven(request: SignedRequest): boolean;
  /** Finds what is to be carried in a parsed body, of which nothing was checked. */
  read(body: unknown): HookMessage | HookUnreadable;
  /** The answer when a message went out, or may have, or the chain goes on. */
  taken(delivery: DeliveryView): Response;
  /** The answer when none went out, and to requests that were not proven or not readable. */
  refuse(refusal: HookRefusal): Response;
}

/** Makes the protocol of a hook from its settings, and from its `code_pattern` if it has one. */
export type ProtocolOf = (
  settings: HookSettings,
  codePattern: CodePattern | null,
  proofs: Proofs,
) => HookProtocol;
