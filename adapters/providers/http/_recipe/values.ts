/** What placeholders stand for in one message. */
import { createHash } from "node:crypto";
import { parsePhoneNumberFromString as parseNumber } from "libphonenumber-js/max";
import type { DeliveryMessage } from "../../../../domain/delivery/provider.ts";
import type { EpochMs } from "../../../../domain/time.ts";
import { renderText, type TextStyle } from "../../_kit/message-text.ts";
import { segmentsOf } from "../../_kit/sms-segments.ts";
import type { RecipeOption } from "./format.ts";
import { scalarText } from "./paths.ts";
import type { Values } from "./placeholders.ts";

/** Options in force, by name. */
export type OptionValues = Readonly<Record<string, unknown>>;

export interface MessageContext {
  readonly options: OptionValues;
  readonly optionRules: Readonly<Record<string, RecipeOption>>;
  readonly style: TextStyle;
  readonly now: EpochMs;
  /** The shortest and the longest life of a message that the vendor takes; any when left out. */
  readonly lifetimeSeconds?: readonly [number, number] | undefined;
  /** Where the vendor sends receipts; undefined when none are taken. */
  readonly callback?: string | undefined;
}

/** The values of a message. Each is worked out when it is asked for: most recipes use four or five. */
export function valuesOf(message: DeliveryMessage, context: MessageContext): Values {
  const { recipient, code, app, locale, attemptId, expiresAt } = message;
  const { now, callback, lifetimeSeconds: [least, most] = [0, Infinity] } = context;
  const leftMs = Math.max(0, expiresAt - now);
  const lifeMs = Math.min(Math.max(leftMs, least * 1_000), most * 1_000);
  const text = () => renderText(message, context.style, now);
  return (name) => {
    switch (name) {
      case "number.e164":
        return recipient;
      case "number.digits":
        return recipient.slice(1);
      case "number.zeros":
        return `00${recipient.slice(1)}`;
      case "number.local":
        return localNumber(recipient);
      case "number.bare":
        return bareNumber(recipient);
      case "code":
        return code;
      case "text":
        return text();
      case "text.kind":
        return segmentsOf(text()).encoding === "gsm7" ? "text" : "unicode";
      case "app":
        return app;
      case "locale":
        return locale;
      case "minutes":
        return String(Math.max(1, Math.floor(leftMs / 60_000)));
      case "seconds":
        return String(Math.floor(lifeMs / 1_000));
      case "milliseconds":
        return String(Math.floor(lifeMs));
      case "ref":
        return attemptId;
      case "ref.uuid":
        return uuidOf(attemptId);
      case "ref.int":
        return String(createHash("sha256").update(attemptId).digest().readUIntBE(0, 6));
      case "expires.iso":
        return new Date(expiresAt).toISOString();
      case "expires.unix":
        return String(Math.floor(expiresAt / 1_000));
      case "now.unix":
        return String(Math.floor(now / 1_000));
      case "now.utc":
        return new Date(now).toISOString().slice(0, 19).replace("T", " ");
      case "callback":
        return callback;
      default:
        return optionText(name, context, locale);
    }
  };
}

/** Options alone, for calls that carry no message, such as an examination. */
export function optionValues(context: Pick<MessageContext, "options" | "optionRules">): Values {
  return (name) => optionText(name, context, "en");
}

function optionText(
  name: string,
  { options, optionRules }: Pick<MessageContext, "options" | "optionRules">,
  locale: string,
): string | undefined {
  const value = options[name];
  if (value === undefined || value === null) return undefined;
  return scalarText(optionRules[name]?.by === "locale" ? fieldOf(value, locale) : value);
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : value;
}

/** Iran's numbers need no look-up, and they are most of what is sent. */
const IRAN = "+98";

/** As it is dialled within its country, e.g. 09121234567. */
function localNumber(recipient: string): string {
  if (recipient.startsWith(IRAN)) return `0${recipient.slice(IRAN.length)}`;
  const national = parseNumber(recipient)?.formatNational().replaceAll(/\D/g, "");
  return national ?? recipient.slice(1);
}

/** Without the country and without the digit dialled in front of it, e.g. 9121234567. */
function bareNumber(recipient: string): string {
  if (recipient.startsWith(IRAN)) return recipient.slice(IRAN.length);
  return parseNumber(recipient)?.nationalNumber ?? recipient.slice(1);
}

/** The country of a number, or undefined where several share its code. */
export function countryOf(recipient: string): string | undefined {
  return recipient.startsWith(IRAN) ? "IR" : parseNumber(recipient)?.country;
}

/** A UUID that the same attempt always has (RFC 9562, version 5). */
function uuidOf(attemptId: string): string {
  return Bun.randomUUIDv5(attemptId, "url");
}
