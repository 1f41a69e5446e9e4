/** `[[exempt]]`: numbers and networks to which sender limits and the pumping guard do not apply, each until a date. */
import { type Static, Type } from "@sinclair/typebox";
import { type Network, readNetwork } from "../../access/ip-addresses.ts";
import { closed } from "../setting.ts";
import { DAY_MS } from "../../../domain/time.ts";
import type { Exemption } from "../../../domain/rate-limits/sender.ts";

const ExemptSchema = Type.Object(
  {
    number: Type.Optional(Type.String({ description: "A phone number, in any usual spelling." })),
    network: Type.Optional(Type.String({ description: "A network of end users, e.g. 203.0.113.0/24." })),
    until: Type.Date({
      description: "When it ends, e.g. until = 2026-12-31T00:00:00Z; at most 90 days ahead.",
    }),
    reason: Type.String({
      minLength: 1,
      maxLength: 200,
      description: "The reason, for the log. Do not name a person.",
    }),
  },
  closed,
);

export const ExemptionsSchema = Type.Array(ExemptSchema, {
  default: [],
  description:
    "Numbers and networks to which sender limits and the guard do not apply. Budgets apply to them.",
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
  /** A number in E.164; null when it is not a number that may be sent to. */
  readonly canonical: (typed: string) => string | null;
}

/** An exemption without a near end would be forgotten and stay a hole in the rules. */
const MOST_DAYS = 90;

/** The shortest prefix accepted. A shorter one covers far more than the network of one organization. */
const SHORTEST_PREFIX = { ipv4: 16, ipv6: 32 } as const;

/** The exemptions in force, and the problems with the list. */
export function exemptionsOf(
  written: readonly WrittenExemption[],
  { now, canonical }: Surroundings,
): Exemptions & { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const numbers: Record<string, Exemption> = {};
  const networks: ExemptNetwork[] = [];
  for (const entry of written) {
    const report = (what: string) => void problems.push(`exempt: ${nameOf(entry)} ${what}`);
    const exemption = { until: entry.until.getTime(), reason: entry.reason };
    if (exemption.until > now + MOST_DAYS * DAY_MS)
      report(
        `ends on ${dayOf(entry.until)}, more than ${MOST_DAYS} days ahead. Write an earlier date, and renew it then.`,
      );
    const { number, network } = entry;
    if (number !== undefined && network === undefined) {
      const recipient = canonical(number);
      if (recipient === null)
        report("is not a number that Ramz may send to. Write a mobile number of an allowed country.");
      else if (recipient in numbers) report("is listed twice. List it once.");
      else numbers[recipient] = exemption;
    } else if (network !== undefined && number === undefined) {
      const read = readNetwork(network);
      if (read === null) report("is not a network. Write an address or a network, e.g. 203.0.113.0/24.");
      else if (read[1] < SHORTEST_PREFIX[read[0].kind()])
        report(`is too wide. Write /${SHORTEST_PREFIX[read[0].kind()]} or longer.`);
      else networks.push({ network: read, exemption });
    } else report("needs either a number or a network. Write one of them, or two entries for both.");
  }
  return { numbers, networks, problems };
}

/** Warnings about entries that have ended and have no effect. */
export function endedExemptions(written: readonly WrittenExemption[], now: number): readonly string[] {
  return written
    .filter(({ until }) => until.getTime() <= now)
    .map((entry) => `exempt: ${nameOf(entry)} ended on ${dayOf(entry.until)}. Remove it, or renew it.`);
}

function nameOf({ number, network, reason }: WrittenExemption): string {
  return `"${number ?? network ?? reason}"`;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
