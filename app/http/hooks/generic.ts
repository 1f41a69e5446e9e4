/** The hook of a log-in server whose requests are described by a row of the presets, by configured places, or by both. */
import { plainDigitsOnly } from "../../../domain/recipient/digits.ts";
import type { HookSettings } from "../../config/hook-settings.ts";
import type { Text } from "../../language/language.ts";
import { refusedAsProblem, refusedAsSentence, takenWith } from "./answers.ts";
import { channelOf, type Place, purposeOf, textAt, ttlOf, valueAt, withPlus } from "./body-fields.ts";
import { findCode } from "./find-code.ts";
import { type Preset, PRESETS, type TablePreset } from "./presets.ts";
import type { CodePattern, Proofs } from "../../service/opened-hook.ts";
import type { HookMessage, HookProtocol, HookUnreadable } from "./protocol.ts";
import { provenBy } from "./signature.ts";

const SUCCESS = 200;

export function genericProtocol(
  preset: TablePreset,
  settings: HookSettings,
  codePattern: CodePattern | null,
  proofs: Proofs,
): HookProtocol {
  const row = PRESETS[preset];
  const places = placesOf(row, settings);
  const refuse = row.refusal === "sentence" ? refusedAsSentence : refusedAsProblem;
  return {
    body: settings.body ?? row.body,
    isProven: provenBy(settings.auth, proofs, row.signature),
    read: (body) => readMessage(body, row, places, codePattern),
    taken: (delivery) => takenWith(settings.success ?? SUCCESS, delivery),
    refuse,
  };
}

type Fact = "to" | "code" | "text" | "locale" | "ip" | "channel" | "purpose" | "minutes" | "repeat";
type Places = Readonly<Record<Fact, readonly Place[]>>;

/** A configured place replaces those of the preset. A configured text replaces its field for the code, too. */
function placesOf(row: Preset, { fields }: HookSettings): Places {
  const own = (place: Place | undefined, names: readonly string[]) =>
    place === undefined ? known(names) : [place];
  return {
    to: own(fields.to, row.to),
    code: fields.text !== undefined && fields.code === undefined ? [] : own(fields.code, row.code),
    text: own(fields.text, row.text),
    locale: own(fields.locale, row.locale),
    ip: own(fields.ip, row.ip),
    channel: own(fields.channel, []),
    purpose: known(row.purpose),
    minutes: known(row.minutes),
    repeat: known(row.repeat),
  };
}

function known(names: readonly string[]): readonly Place[] {
  return names.map((name) => name.split("."));
}

function readMessage(
  body: unknown,
  { events, isE164 }: Preset,
  places: Places,
  codePattern: CodePattern | null,
): HookMessage | HookUnreadable {
  const at = (fact: Fact) => textAt(body, places[fact]);
  const event = at("purpose");
  if (events !== null && (event === undefined || !events.includes(event))) return invalid(OTHER_EVENT);
  const to = numberAt(body, places.to);
  if (to === undefined) return invalid(missing("to", places.to));
  const found = codeIn(body, places, codePattern);
  if (found.kind !== "found") return { kind: "unreadable", code: found.kind };
  const word = at("channel");
  const channel = word === undefined ? undefined : channelOf(word);
  if (channel === null) return invalid(NO_CHANNEL);
  const { code } = found;
  const [locale, ip, purpose] = [at("locale"), at("ip"), purposeOf(event)];
  const ttlMs = places.minutes.map((place) => ttlOf(valueAt(body, place))).find((one) => one !== undefined);
  const repeat = at("repeat");
  return {
    kind: "message",
    to: isE164 ? withPlus(to) : to,
    code,
    ...(locale !== undefined && { locale }),
    ...(ip !== undefined && { ip }),
    ...(channel !== undefined && { channel }),
    ...(purpose !== undefined && { purpose }),
    ...(ttlMs !== undefined && { ttlMs }),
    // A server that used one for two messages would lose the second code, so the code is a part of it.
    ...(repeat !== undefined && { repeatKey: `${repeat}\n${to}\n${code}` }),
  };
}

/** In JSON a number may be one without quotation marks. */
function numberAt(body: unknown, places: readonly Place[]): string | undefined {
  const values = places.map((place) => valueAt(body, place));
  return textAt(body, places) ?? values.find((value) => typeof value === "number")?.toFixed();
}

const CODE = /^[A-Za-z0-9]{4,10}$/;

/** A field that is there and empty has no code, whatever the text is. One that holds a sentence is read as a text. */
function codeIn(body: unknown, { code, text }: Places, pattern: CodePattern | null) {
  const given = code.map((place) => valueAt(body, place)).filter((value) => value !== undefined);
  const fields = given
    .filter((value) => typeof value === "string")
    .map((value) => plainDigitsOnly(value).trim());
  const codes = new Set(fields.filter((field) => field !== ""));
  const [first] = codes;
  if (codes.size > 1) return { kind: "code_ambiguous" } as const;
  if (first !== undefined)
    return CODE.test(first) ? ({ kind: "found", code: first } as const) : findCode(first, pattern);
  if (given.length > 0) return { kind: "code_not_found" } as const;
  return findCode(textAt(body, text) ?? "", pattern);
}

function invalid(detail: Text): HookUnreadable {
  return { kind: "unreadable", code: "invalid_request", detail };
}

function missing(field: string, places: readonly Place[]): Text {
  const names = places.map((place) => place.join(".")).join(", ");
  return {
    en: `The phone number is missing. It is read from ${names}. If the server writes it elsewhere, set ${field} for this hook.`,
    fa: `شمارهٔ تلفن در درخواست نیست. Ramz آن را از ${names} می‌خواند. اگر جای دیگری است، ${field} را برای این hook تنظیم کنید.`,
  };
}

const OTHER_EVENT: Text = {
  en: "This event hands over no code, so nothing is sent. Subscribe this address to the event of an SMS alone.",
  fa: "این رویداد کدی ندارد؛ پس چیزی ارسال نمی‌شود. این نشانی را فقط برای رویداد پیامک ثبت کنید.",
};

const NO_CHANNEL: Text = {
  en: "The channel is none that Ramz has. Use sms, call, messenger or auto.",
  fa: "این روش ارسال را Ramz ندارد. از sms، call، messenger یا auto استفاده کنید.",
};
