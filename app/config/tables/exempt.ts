/** `[[exempt]]`: numbers and networks that limits of senders and the pumping guard do not hold up, until a day that is written down. */
import { type Static, Type } from "@sinclair/typebox";
import { type Network, readNetwork } from "../../access/ip-addresses.ts";
import { closed } from "../setting.ts";
import { DAY_MS } from "../../../domain/time.ts";
import type { Exemption } from "../../../domain/rate-limits/sender.ts";

const ExemptSchema = Type.Object(
  {
    number: Type.Optional(Type.String({ description: "A phone number, in any usual spelling." })),
    network: Type.Optional(Type.String({ description: "A network of end users, e.g. 203.0.113.0/24." })),
    until: Type.Date({ description: "Its end, e.g. until = 2026-12-31T00:00:00Z; at most 90 days ahead." }),
    reason: Type.String({ minLength: 1, maxLength: 200, description: "Why, for the log; name no person." }),
  },
  closed,
);

export const ExemptionsSchema = Type.Array(ExemptSchema, {
  default: [],
  description:
    "Numbers and networks that limits of senders and the guard do not hold up. Budgets hold for them, too.",
});

export type WrittenExemption = Static<typeof ExemptSchema>;

export interface ExemptNetwork {
  readonly network: Network;
  readonly exemption: Exemption;
}

export interface Exemptions {
  /** By number in E.164. */
  readonly numbers: Readonly<Record<string, Exemption>>;
  readonly networks: readonly ExemptNetwork[];
}

interface Surroundings {
  readonly now: number;
  /** A number as the rules of recipients read it; null when it may not be sent to. */
  readonly canonical: (typed: string) => string | null;
}

/** Longer ones are forgotten, and a hole in the rules stays. */
const MOST_DAYS = 90;

/** Wider ones are nobody's own network: a few of them exempt everybody. */
const SHORTEST = { ipv4: 16, ipv6: 32 } as const;

/** The list in force, or what is wrong with it. */
export function exemptionsOf(
  written: readonly WrittenExemption[],
  { now, canonical }: Surroundings,
): Exemptions & { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const numbers: Record<string, Exemption> = {};
  const networks: ExemptNetwork[] = [];
  for (const entry of written) {
    const wrong = (what: string) => void problems.push(`exempt: ${nameOf(entry)} ${what}`);
    const exemption = { until: entry.until.getTime(), reason: entry.reason };
    if (exemption.until > now + MOST_DAYS * DAY_MS)
      wrong(
        `ends on ${dayOf(entry.until)}, more than ${MOST_DAYS} days ahead. Write an earlier end, and renew it then.`,
      );
    const { number, network } = entry;
    if (number !== undefined && network === undefined) {
      const recipient = canonical(number);
      if (recipient === null) wrong("is no number that may be sent to here. Write it like 09121234567.");
      else if (recipient in numbers) wrong("is listed twice. List it once.");
      else numbers[recipient] = exemption;
    } else if (network !== undefined && number === undefined) {
      const read = readNetwork(network);
      if (read === null) wrong("is no network. Write an address or a network, e.g. 203.0.113.0/24.");
      else if (read[1] < SHORTEST[read[0].kind()])
        wrong(`is wider than any one network of end users. Write /${SHORTEST[read[0].kind()]} or longer.`);
      else networks.push({ network: read, exemption });
    } else wrong("needs either a number or a network. Write one of them; for both, two entries.");
  }
  return { numbers, networks, problems };
}

/** Entries that are over: they do no harm, and no good. */
export function endedExemptions(written: readonly WrittenExemption[], now: number): readonly string[] {
  return written
    .filter(({ until }) => until.getTime() <= now)
    .map((entry) => `exempt: ${nameOf(entry)} ended on ${dayOf(entry.until)}. Take it out, or renew it.`);
}

function nameOf({ number, network, reason }: WrittenExemption): string {
  return `"${number ?? network ?? reason}"`;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
