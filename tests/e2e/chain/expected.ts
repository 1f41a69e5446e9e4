/**
 * What must happen, by the class of a fault and the place of the provider that has it. Written from design §5 and decisions 4, 7
 * and 9, not from the code: this table is the second opinion.
 */

export const CLASSES = ["accepted", "recipient", "message", "account", "unavailable", "unknown"] as const;
export type Class = (typeof CLASSES)[number];
export type Place = "alone" | "first of two" | "second, after the first was refused";

export interface Expected {
  readonly answer: "201" | "422 recipient_invalid" | "502 delivery_failed";
  /** Calls of verify/lookup and of sms/send. */
  readonly calls: readonly [lookups: number, sends: number];
  /** Messages that a provider knows it has sent. */
  readonly accepted: 0 | 1;
  /** Whether the cool-down counts. */
  readonly coolDown: "kept" | "given back";
  /** The timeline: outcome, and the fault of a refusal. */
  readonly attempts: readonly string[];
}

type Row = readonly [
  Expected["answer"],
  lookups: number,
  sends: number,
  Expected["accepted"],
  Expected["coolDown"],
  ...attempts: readonly string[],
];

// oxfmt-ignore
// prettier-ignore
const ROWS: Readonly<Record<Place, Readonly<Record<Class, Row>>>> = {
  alone: {
    accepted:    ["201",                   1, 0, 1, "kept",       "accepted"],
    recipient:   ["422 recipient_invalid", 1, 0, 0, "given back", "refused recipient"],
    message:     ["502 delivery_failed",   1, 0, 0, "given back", "refused message"],
    account:     ["502 delivery_failed",   1, 0, 0, "given back", "refused account"],
    unavailable: ["502 delivery_failed",   1, 0, 0, "given back", "unavailable"],
    unknown:     ["201",                   1, 0, 0, "kept",       "unknown"],
  },
  "first of two": {
    accepted:    ["201",                   1, 0, 1, "kept",       "accepted"],
    recipient:   ["422 recipient_invalid", 1, 0, 0, "given back", "refused recipient"],
    message:     ["201",                   1, 1, 1, "kept",       "refused message", "accepted"],
    account:     ["502 delivery_failed",   1, 0, 0, "given back", "refused account", "skipped"],
    unavailable: ["201",                   1, 1, 1, "kept",       "unavailable",     "accepted"],
    unknown:     ["201",                   1, 1, 1, "kept",       "unknown",         "accepted"],
  },
  // kavenegar/sms asks once more after an unclear answer, under the same local id.
  "second, after the first was refused": {
    accepted:    ["201",                   1, 1, 1, "kept",       "refused message", "accepted"],
    recipient:   ["422 recipient_invalid", 1, 1, 0, "given back", "refused message", "refused recipient"],
    message:     ["502 delivery_failed",   1, 1, 0, "given back", "refused message", "refused message"],
    account:     ["502 delivery_failed",   1, 1, 0, "given back", "refused message", "refused account"],
    unavailable: ["502 delivery_failed",   1, 1, 0, "given back", "refused message", "unavailable"],
    unknown:     ["201",                   1, 2, 0, "kept",       "refused message", "unknown"],
  },
};

export const PLACES: readonly Place[] = ["alone", "first of two", "second, after the first was refused"];

export function expectedOf(place: Place, kind: Class): Expected {
  const [answer, lookups, sends, accepted, coolDown, ...attempts] = ROWS[place][kind];
  return { answer, calls: [lookups, sends], accepted, coolDown, attempts };
}

/** The reply to the next start once the vendor works again. A refused account rests, so no provider is called. */
export function nextStartOf({ coolDown }: Expected, kind: Class): string {
  if (coolDown === "kept") return "429 cooldown";
  return kind === "account" ? "502 delivery_failed" : "201";
}
