/** Reads a parsed body of which nothing is known: texts at places such as `payload.code`. */
import type { RequestedChannel } from "../../../domain/delivery/provider.ts";
import { MINUTE_MS } from "../../../domain/time.ts";

/** The names that lead to a field, e.g. `["payload", "code"]`. */
export type Place = readonly string[];

/** What is at a place; undefined where there is nothing. */
export function valueAt(body: unknown, place: Place): unknown {
  let value = body;
  for (const name of place) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/** The first text at one of the places; undefined where none is. An empty one is none. */
export function textAt(body: unknown, places: readonly Place[]): string | undefined {
  for (const place of places) {
    const value = valueAt(body, place);
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}

/** A server's own word for what a code is for, as purposes are written: `SignIn` becomes `sign_in`. */
export function purposeOf(word: string | undefined): string | undefined {
  return word?.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

const E164_DIGITS = /^[1-9][0-9]{6,14}$/;

/** A number of a server that writes E.164 with or without its plus sign. */
export function withPlus(number: string): string {
  const digits = number.trim();
  return E164_DIGITS.test(digits) ? `+${digits}` : number;
}

const CHANNELS: Readonly<Record<string, RequestedChannel>> = {
  sms: "sms",
  call: "call",
  voice: "call",
  "voice call": "call",
  messenger: "messenger",
  auto: "auto",
};

/** The channel of a server's own word for it; null when none is meant by it. */
export function channelOf(word: string): RequestedChannel | null {
  return CHANNELS[word.toLowerCase()] ?? null;
}

/** How long a code is good that a server says to be good for so many minutes. */
export function ttlOf(minutes: unknown): number | undefined {
  const ttlMs = Math.round(Number(minutes) * MINUTE_MS);
  return ttlMs > 0 ? ttlMs : undefined;
}
