/** Counts what happened over all runs, so that a simulation in which nothing happens cannot pass. */
import type { Notice } from "../../domain/rate-limits/rule.ts";
import type { CancelVerdict, CheckVerdict, ReadVerdict, StartVerdict } from "../../domain/verdicts.ts";
import { DEEDS } from "./deeds.ts";
import type { Run } from "./world.ts";

type Words<Verdict extends { readonly kind: string }> = Readonly<Record<Verdict["kind"], true>>;

/** Every kind of every verdict. The compiler checks that these lists are complete. */
const START: Words<StartVerdict> = {
  sent: true,
  canceled: true,
  delivery_failed: true,
  overloaded: true,
  recipient_refused: true,
  cooldown: true,
  send_limit: true,
  guess_limit: true,
  ip_limit: true,
  caller_limit: true,
  budget: true,
  low_conversion: true,
  challenge_required: true,
  channel_unavailable: true,
  recipient_invalid: true,
  recipient_not_allowed: true,
  busy: true,
};
const CHECK: Words<CheckVerdict> = {
  approved: true,
  incorrect: true,
  malformed: true,
  guess_limit: true,
  already_approved: true,
  exhausted: true,
  expired: true,
  canceled: true,
  undelivered: true,
  recipient_invalid: true,
  recipient_not_allowed: true,
  not_found: true,
  busy: true,
};
const CANCEL: Words<CancelVerdict> = {
  canceled: true,
  already_approved: true,
  exhausted: true,
  expired: true,
  undelivered: true,
  not_found: true,
  busy: true,
};
const READ: Words<ReadVerdict> = { found: true, not_found: true };

const NOTICE: Readonly<Record<Notice["kind"], true>> = {
  exceeded: true,
  alarm: true,
  suspicious: true,
  challenged: true,
  challenge_passed: true,
  exempt: true,
};

const named = (verb: string, words: object) => Object.keys(words).map((word) => `${verb} ${word}`);

/** All that must have happened at least once, for a simulation to prove anything. */
export const EVERYTHING: readonly string[] = [
  ...DEEDS.map((deed) => `provider ${deed}`),
  ...["start", "check", "cancel", "read"].map((verb) => `${verb} failed`),
  ...named("notice", NOTICE),
  ...["sent", "cooldown", "send_limit", "guess_limit"].map((word) => `known ${word}`),
  ...named("start", START),
  ...named("check", CHECK),
  ...named("cancel", CANCEL),
  ...named("read", READ),
];

export class Tally {
  readonly #counts = new Map<string, number>();

  add({ events }: Run): void {
    for (const event of events) {
      if (event.kind === "handed") this.#count(`provider ${event.deed}`);
      if (event.kind === "answered") this.#count(`${event.verb} ${event.verdict.kind}`);
      if (event.kind === "answered" && event.verb === "start" && event.command.knownSession)
        this.#count(`known ${event.verdict.kind}`);
      if (event.kind === "noticed") this.#count(`notice ${event.notice.kind}`);
      if (event.kind === "failed") this.#count(`${event.verb} failed`);
    }
  }

  neverHappened(): readonly string[] {
    return EVERYTHING.filter((name) => !this.#counts.has(name));
  }

  /** One line per group, e.g. `check   approved 812, incorrect 455`. */
  summary(): string {
    const groups = Map.groupBy(
      [...this.#counts].toSorted(([a], [b]) => a.localeCompare(b)),
      ([name]) => name.split(" ")[0] ?? "",
    );
    return [...groups]
      .map(([group, counts]) => {
        const words = counts.map(([name, count]) => `${name.slice(group.length + 1)} ${count}`);
        return `  ${group.padEnd(9)}${words.join(", ")}`;
      })
      .join("\n");
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}
