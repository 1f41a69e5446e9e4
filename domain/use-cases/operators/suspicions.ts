/**
 * What the pumping guard takes as suspicious, across processes, for operators. The first notice of a place or source is noted in the store;
 * what it counts now is read from its window. Nothing waits for a note, and no rule reads one.
 */
import { blockOf, guardWindow } from "../../rate-limits/guard-counts.ts";
import { guardRulesFor, suspicionOf } from "../../rate-limits/pumping-guard.ts";
import type { RateLimitRules } from "../../rate-limits/quotas.ts";
import { type Dimension, DIMENSIONS, type Mode, type Suspicion } from "../../rate-limits/rule.ts";
import { type Sender, type Standing, STANDINGS } from "../../rate-limits/sender.ts";
import type { Secrets } from "../../ports.ts";
import { addShared } from "../../storage/shared-notes.ts";
import type { Store } from "../../storage/store.ts";
import { DAY_MS, type EpochMs, HOUR_MS } from "../../time.ts";

/** What was noticed first of a place or source. */
export interface NotedSuspicion {
  readonly dimension: Dimension;
  /** A block of numbers, an operator, an app, or the keyed hash of a source. */
  readonly place: string;
  /** The app whose rules noticed it. */
  readonly app: string;
  readonly standing: Standing;
  /** The network that an address belongs to; addresses are not noted. */
  readonly network: string | null;
  /** What a source usually confirms in a day. */
  readonly approvalsPerDay: number;
  readonly since: EpochMs;
}

/** What is suspicious now: the next send there would be. */
export interface CurrentSuspicion extends NotedSuspicion, Pick<Suspicion, "used" | "approved" | "allowed"> {
  readonly mode: Mode;
  /** How far back the counts go. */
  readonly windowMs: number;
  /** Whether newcomers can go on with a challenge. Sources are refused. */
  readonly asksChallenge: boolean;
}

export interface Suspicions {
  /** A rule noticed that this send is suspicious there. Returns at once. */
  noticed(sender: Sender, dimension: Dimension, at: EpochMs): void;
  /** `rulesOf` is null for an app that there is no more. Throws StoreUnavailable. */
  read(rulesOf: (app: string) => RateLimitRules | null, at: EpochMs): Promise<readonly CurrentSuspicion[]>;
}

export interface SuspicionParts {
  readonly store: Pick<Store, "notes" | "once" | "windows">;
  readonly secrets: Pick<Secrets, "windowKey">;
  /** Takes work that no caller waits for, and reports its errors. */
  readonly background: (work: Promise<unknown>) => void;
}

/** Notes of so long are under one name. */
const SPAN_MS = 6 * HOUR_MS;
/** A source is judged by its last day. */
const SPANS_READ = DAY_MS / SPAN_MS + 1;
const KEPT_MS = SPANS_READ * SPAN_MS;
/** What one process notes of one dimension in a span: an attacker with many addresses must not fill the store. */
const NOTED_MAX = 50;

export function createSuspicions({ store, secrets, background }: SuspicionParts): Suspicions {
  let span = 0;
  /** Words noted in this span, by dimension. */
  let noted = new Map<Dimension, Set<string>>();

  async function note(words: Set<string>, name: string, word: string, suspicion: NotedSuspicion) {
    const isThere = await addShared(store, name, { word, text: JSON.stringify(suspicion) }, KEPT_MS);
    if (!isThere) words.delete(word);
  }

  return {
    noticed(sender, dimension, at) {
      const place = placeOf(sender, dimension);
      if (place === null) return;
      const present = Math.floor(at / SPAN_MS);
      if (present !== span) [span, noted] = [present, new Map()];
      const words = noted.get(dimension) ?? new Set();
      noted.set(dimension, words);
      const word = wordOf(secrets.windowKey(`suspicion\n${dimension}\n${place.key}\n${sender.standing}`));
      if (words.has(word) || words.size >= NOTED_MAX) return;
      words.add(word);
      const { app, standing } = sender;
      const suspicion = { dimension, place: place.key, app, standing, since: at, ...place.facts };
      background(note(words, nameOf(span), word, suspicion));
    },
    async read(rulesOf, at) {
      const present = Math.floor(at / SPAN_MS);
      const names = Array.from({ length: SPANS_READ }, (_, index) => nameOf(present - index));
      const spans = await Promise.all(names.map((name) => store.notes.read(name)));
      const all = spans.flatMap((one) => Object.values(one?.notes ?? {}).flatMap(readNote));
      return current(store, earliest(all), rulesOf, at);
    },
  };
}

function nameOf(span: number): string {
  return `suspicions\n${span}`;
}

/** Where a send is counted in this dimension, and what an operator may see of it. */
function placeOf({ recipient, operator, app, sources, client }: Sender, dimension: Dimension) {
  const none = { network: null, approvalsPerDay: 0 };
  switch (dimension) {
    case "block":
      return { key: blockOf(recipient), facts: none };
    case "operator":
      return { key: operator, facts: none };
    case "app":
      return { key: app, facts: none };
    case "address":
    case "subnet":
    case "caller": {
      const source = sources.find(({ kind }) => kind === dimension);
      if (source === undefined) return null;
      const network = dimension === "caller" ? null : (client?.subnet ?? null);
      return { key: source.key, facts: { network, approvalsPerDay: source.approvalsPerDay } };
    }
  }
}

/** What of these is suspicious now, by one call of the store. */
async function current(
  { windows }: Pick<Store, "windows">,
  noted: readonly NotedSuspicion[],
  rulesOf: (app: string) => RateLimitRules | null,
  at: EpochMs,
): Promise<readonly CurrentSuspicion[]> {
  const guarded = noted.flatMap((one) => {
    const guard = rulesOf(one.app)?.guard;
    return guard === undefined || guard.mode === "off" ? [] : [{ ...one, guard, mode: guard.mode }];
  });
  if (guarded.length === 0) return [];
  const asked = guarded.map(({ guard, dimension, place, standing }) =>
    guardWindow(guard, dimension, place, standing),
  );
  const answers = await windows.count(
    asked.map((window) => ({ ...window, counter: "used", amount: 0, limit: null })),
    at,
  );
  return guarded.flatMap(({ guard, mode, ...one }, index) => {
    const sums = answers[index]?.sums ?? { used: 0, approved: 0 };
    const next = { ...sums, used: sums.used + 1 };
    const rules = guardRulesFor(guard, one.standing);
    const suspicion = suspicionOf(rules, one.dimension, next, one.approvalsPerDay);
    if (suspicion === null) return [];
    const { allowed } = suspicion;
    const windowMs = asked[index]?.windowMs ?? 0;
    return [{ ...one, ...sums, mode, windowMs, allowed, asksChallenge: guard.asksChallenge }];
  });
}

/** Each place and source once, as it was first noticed, oldest first. */
function earliest(all: readonly NotedSuspicion[]): readonly NotedSuspicion[] {
  const first = new Map<string, NotedSuspicion>();
  for (const one of all.toSorted((a, b) => b.since - a.since))
    first.set(`${one.dimension} ${one.standing} ${one.place}`, one);
  return [...first.values()].toSorted((a, b) => a.since - b.since);
}

/** Words of notes are of the letters a to z. */
function wordOf(key: string): string {
  return key.replace(/[^a-z]/g, (sign) => String.fromCharCode(97 + (sign.charCodeAt(0) % 26)));
}

/** Nothing for a text that this version did not write. */
function readNote(text: string): readonly NotedSuspicion[] {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return [];
  const given: Readonly<Record<string, unknown>> = { ...value };
  const { place, app, network, approvalsPerDay, since } = given;
  const dimension = DIMENSIONS.find((one) => one === given["dimension"]);
  const standing = STANDINGS.find((one) => one === given["standing"]);
  const isRead =
    dimension !== undefined &&
    standing !== undefined &&
    typeof place === "string" &&
    typeof app === "string" &&
    (network === null || typeof network === "string") &&
    typeof approvalsPerDay === "number" &&
    typeof since === "number";
  return isRead ? [{ dimension, standing, place, app, network, approvalsPerDay, since }] : [];
}
