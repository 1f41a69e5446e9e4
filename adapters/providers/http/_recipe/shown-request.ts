/** The request of a recipe as an operator may see it: an example message with `***` for what is secret. */
import type { Recipient } from "../../../../domain/recipient/recipient.ts";
import { REDACTED } from "../../../../domain/redaction.ts";
import type { EpochMs } from "../../../../domain/time.ts";
import type { HttpCall } from "../../_kit/http-exchange.ts";
import type { Recipe } from "./format.ts";
import { secretOptions } from "./recipe-options.ts";
import { compileCall } from "./render-call.ts";
import { type OptionValues, valuesOf } from "./values.ts";

const IRANIAN: Recipient = "+989121234567";
/** Example numbers, by country. */
const NUMBERS: Readonly<Record<string, Recipient>> = { TR: "+905301234567", IN: "+919876543210" };

export interface ShownFacts {
  readonly now: EpochMs;
  readonly codeLength: number;
  /** Where the vendor would send receipts. */
  readonly callback?: string;
}

export function shownRequest(recipe: Recipe, options: OptionValues, facts: ShownFacts): HttpCall {
  const { now, codeLength, callback } = facts;
  const hidden = Object.fromEntries(secretOptions(recipe).map((name) => [name, REDACTED]));
  const message = {
    verificationId: "ver_example",
    attemptId: "ver_example.0.0",
    attemptIndex: 0,
    app: "example",
    recipient: NUMBERS[recipe.countries?.[0] ?? ""] ?? IRANIAN,
    code: "123456".padEnd(codeLength, "0").slice(0, codeLength),
    channel: recipe.channels[0] ?? "sms",
    locale: "en",
    expiresAt: now + 300_000,
  } as const;
  const context = {
    options: { ...options, ...hidden },
    optionRules: recipe.options,
    style: {},
    now,
    lifetimeSeconds: recipe.lifetime_seconds,
    callback,
  };
  const call = compileCall(recipe.send)(valuesOf(message, context));
  return { ...call, headers: { ...call.headers, ...shownProof(recipe) } };
}

/** A header that is worked out from a secret, or fetched, cannot have `***` in the place of an option. */
function shownProof({ send: { auth } }: Recipe): Readonly<Record<string, string>> {
  switch (auth?.kind) {
    case "basic":
      return { authorization: `Basic ${REDACTED}` };
    case "oauth":
      return { authorization: `Bearer ${REDACTED}` };
    case "hmac":
      return { [auth.header.toLowerCase()]: REDACTED };
    case "header":
    case "bearer":
    case "query":
    case "body":
    case "path":
    case undefined:
      return {};
  }
}
