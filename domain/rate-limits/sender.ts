/** Where a send comes from, as the rules across recipients see it. */
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";
import type { SourceKind } from "./rule.ts";

/** Where an end user is. Texts are in canonical form. */
export interface Client {
  /** What one end user has: an IPv4 address, or the /64 of an IPv6 address. */
  readonly address: string;
  /** What one network has: the /24 of an IPv4 address, the /48 of an IPv6 address. */
  readonly subnet: string;
  /** The address may be that of the caller's own machine, so it says nothing about the end user. */
  readonly isCallers?: boolean;
  readonly exemption?: Exemption;
}

/** A source as the guard counts it. */
export interface Source {
  readonly kind: SourceKind;
  /** A keyed hash of the address, the network, or the caller's key. */
  readonly key: string;
}

/** A source with its history: how many codes of it were confirmed per day, on average over the days of history. */
export interface KnownSource extends Source {
  readonly approvalsPerDay: number;
}

/**
 * What the guard knows of the person. `vouched`: the app's word for the session, or an exemption; never refused by the guard. `known`:
 * the number was proved within the days of history. `newcomer`: neither. Known people and newcomers are counted apart, so that newcomers
 * cannot use up what known people of the same address have.
 */
export const STANDINGS = ["vouched", "known", "newcomer"] as const;
export type Standing = (typeof STANDINGS)[number];

/** Who wants a send, before its history is read. */
export interface Requester {
  readonly app: string;
  readonly recipient: Recipient;
  /** The operator by the numbering plan, or the country. */
  readonly operator: string;
  readonly client?: Client | undefined;
  readonly callerLimits: Readonly<Record<string, string>>;
}

/** Where a send comes from, and whether its number has history. */
export interface Origin {
  readonly sources: readonly KnownSource[];
  readonly isNumberKnown: boolean;
}

/** A source, and how many sends of one verification came from it. */
export interface SendingSource extends Source {
  readonly sends: number;
}

/** What is remembered of where a send came from, so that its confirmation counts for the same sources. */
export interface SentFrom {
  readonly sources: readonly SendingSource[];
  readonly standing: Standing;
}

/** A send that is to go out. */
export interface Sender extends Requester {
  readonly sources: readonly KnownSource[];
  readonly standing: Standing;
  /** A challenge was solved for this send, or the caller's key may say that the app ran one of its own. */
  readonly isChallengePassed: boolean;
  /**
   * Its code was made, and will be checked, elsewhere. The guard reads for it and does not count it, because its code never comes back
   * here, and asks it for no challenge, because a log-in server cannot pass one on.
   */
  readonly isCarried?: boolean;
}

/** A number or network that quotas of senders and the guard do not refuse. Budgets do. */
export interface Exemption {
  readonly until: EpochMs;
  /** Why, for the log. */
  readonly reason: string;
}

/** Both together: each source with the sends of both, in the standing of the later one. */
export function sentFromBoth(earlier: SentFrom | undefined, later: SentFrom): SentFrom {
  const sends = new Map((earlier?.sources ?? []).map((source) => [`${source.kind}:${source.key}`, source]));
  for (const source of later.sources) {
    const name = `${source.kind}:${source.key}`;
    sends.set(name, { ...source, sends: source.sends + (sends.get(name)?.sends ?? 0) });
  }
  return { sources: [...sends.values()], standing: later.standing };
}
