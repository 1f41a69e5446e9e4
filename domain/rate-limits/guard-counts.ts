/** What the guard counts: sends and confirmations by place and by source, and the history of numbers and sources. */
import type { Recipient } from "../recipient/recipient.ts";
import { DAY_MS } from "../time.ts";
import { type Dimension, isPlace, type Mode, type Place } from "./rule.ts";
import type { KnownSource, Requester, Sender, SendingSource, Source, Standing } from "./sender.ts";
import type { Count } from "./sliding-window.ts";

/** Whether the guard counts, and how far back. */
export interface GuardSpans {
  readonly mode: Mode | "off";
  /** How far back the guard looks at places; a multiple of the buckets of a window. Sources are judged by their last day. */
  readonly windowMs: number;
  /** How long a proved number, and a source of proved numbers, is known; a multiple of the buckets of a window. */
  readonly historyMs: number;
}

/** What the guard counts a send by. */
export type Watched = Pick<Sender, "app" | "recipient" | "operator" | "standing"> & {
  readonly sources: readonly (Source & Partial<KnownSource & SendingSource>)[];
};

export interface GuardCount {
  readonly dimension: Dimension;
  /** A block of numbers, an operator, an app, or the keyed hash of a source. */
  readonly place: string;
  readonly count: Count;
  /** What a source usually confirms in a day; 0 for a place. */
  readonly approvalsPerDay: number;
}

/** The counts of one send, or of its confirmation. */
export function guardCounts(
  rules: GuardSpans,
  { app, recipient, operator, sources, standing }: Watched,
  counter: Count["counter"],
  amount: number,
): readonly GuardCount[] {
  if (rules.mode === "off") return [];
  const countOf = (dimension: Dimension, name: string, by = amount): Count => ({
    ...guardWindow(rules, dimension, name, standing),
    counter,
    amount: by,
    limit: null,
  });
  const place = (dimension: Place, name: string): GuardCount => ({
    dimension,
    place: name,
    count: countOf(dimension, name),
    approvalsPerDay: 0,
  });
  return [
    place("block", blockOf(recipient)),
    place("operator", operator),
    place("app", app),
    ...sources.map(({ kind, key, approvalsPerDay = 0, sends }) => ({
      dimension: kind,
      place: key,
      // The history of a source is one for all, so it is credit for known people and for newcomers alike.
      count: countOf(kind, key, Math.min(amount, sends ?? amount)),
      approvalsPerDay,
    })),
  ];
}

/** The window of a place, which has no standing, or of a source in one of its standings. */
export function guardWindow(
  { windowMs }: Pick<GuardSpans, "windowMs">,
  dimension: Dimension,
  place: string,
  standing: Standing,
): Pick<Count, "key" | "windowMs"> {
  return isPlace(dimension)
    ? { key: `guard:${dimension}:${place}`, windowMs }
    : { key: `guard:${dimension}:${standing}:${place}`, windowMs: DAY_MS };
}

/** Digits that neighbouring numbers differ in. */
const BLOCK_DIGITS = 4;

/** What ten thousand neighbouring numbers have in common. */
export function blockOf(recipient: Recipient): Recipient {
  return `+${recipient.slice(1, -BLOCK_DIGITS)}`;
}

/** Hashes what may be personal. */
type NameOf = (text: string) => string;

/** The sources of a request, as far as they are known. */
export function sourcesOf({ app, client, callerLimits }: Requester, nameOf: NameOf): readonly Source[] {
  const ofClient: readonly Source[] =
    client === undefined || client.isCallers === true
      ? []
      : [
          { kind: "address", key: nameOf(`address\n${client.address}`) },
          { kind: "subnet", key: nameOf(`network\n${client.subnet}`) },
        ];
  const ofCaller = Object.entries(callerLimits).map(([name, value]): Source => ({
    kind: "caller",
    key: nameOf(`caller\n${app}\n${name}\n${value}`),
  }));
  return [...ofClient, ...ofCaller];
}

/** Reads history with `amount` 0, or adds to it: of the number first, then of each source. */
export function historyCounts(
  { historyMs }: GuardSpans,
  { app, recipient }: Pick<Requester, "app" | "recipient">,
  sources: readonly Source[],
  amount: number,
  nameOf: NameOf,
): readonly Count[] {
  const history = (key: string): Count => ({
    key: `guard:history:${key}`,
    windowMs: historyMs,
    counter: "approved",
    amount,
    limit: null,
  });
  return [
    history(`number:${nameOf(`history\n${app}\n${recipient}`)}`),
    ...sources.map(({ kind, key }) => history(`${kind}:${key}`)),
  ];
}

/** What becomes known of a carried code. Used may follow unused, so a report says what it adds. */
export interface CarriedReport {
  /** Sends that were not counted before. */
  readonly sends: number;
  readonly isUsed: boolean;
}

/** The counts of a report: its sends, and one of them as confirmed if the code was used. */
export function carriedCounts(
  rules: GuardSpans,
  watched: Watched,
  { sends, isUsed }: CarriedReport,
  nameOf: NameOf,
): readonly Count[] {
  const sent = sends === 0 ? [] : guardCounts(rules, watched, "used", sends);
  const confirmed = isUsed ? guardCounts(rules, watched, "approved", 1) : [];
  const history = isUsed ? historyCounts(rules, watched, watched.sources, 1, nameOf) : [];
  return [...[...sent, ...confirmed].map(({ count }) => count), ...history];
}
