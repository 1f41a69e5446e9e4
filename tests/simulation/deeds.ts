/** Everything a provider may do with a message: what it says, when, and whether the phone rings. */
import type { DeliveryResult } from "../../domain/delivery/provider.ts";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../support/providers.ts";
import type { Seeded } from "../support/seeded.ts";

export type Deed =
  | "accepts"
  | "refuses_recipient"
  | "refuses_message"
  | "refuses_account"
  | "unavailable"
  | "unknown_arrived"
  | "unknown_lost"
  | "hangs_arrived"
  | "hangs_lost"
  | "throws"
  | "nonsense"
  | "late"
  | "says_accepted_but_lost"
  | "says_refused_but_arrived"
  | "says_unavailable_but_arrived";

interface Doing {
  readonly says: DeliveryResult | Answer["says"];
  readonly arrives: boolean;
  /** Answers only when nobody waits any more. */
  readonly late?: boolean;
  /** Says that certainly nothing arrived although it did, or the other way round. */
  readonly lie?: boolean;
}

export const DOINGS: Readonly<Record<Deed, Doing>> = {
  accepts: { says: ACCEPTED, arrives: true },
  refuses_recipient: { says: refused("recipient"), arrives: false },
  refuses_message: { says: refused("message"), arrives: false },
  refuses_account: { says: refused("account"), arrives: false },
  unavailable: { says: UNAVAILABLE, arrives: false },
  unknown_arrived: { says: UNKNOWN, arrives: true },
  unknown_lost: { says: UNKNOWN, arrives: false },
  hangs_arrived: { says: "hangs", arrives: true },
  hangs_lost: { says: "hangs", arrives: false },
  throws: { says: "throws", arrives: true },
  nonsense: { says: "nonsense", arrives: true },
  late: { says: ACCEPTED, arrives: true, late: true },
  says_accepted_but_lost: { says: ACCEPTED, arrives: false, lie: true },
  says_refused_but_arrived: { says: refused("message"), arrives: true, lie: true },
  says_unavailable_but_arrived: { says: UNAVAILABLE, arrives: true, lie: true },
};

export const DEEDS: readonly Deed[] = Object.keys(DOINGS).filter((name): name is Deed => name in DOINGS);
export const LIES: ReadonlySet<Deed> = new Set(DEEDS.filter((deed) => DOINGS[deed].lie));

/** How long the provider takes: mostly a moment, now and then nearly all its time. */
export function takes({ late = false }: Doing, timeLeftMs: number, chance: Seeded): number {
  if (late) return timeLeftMs + chance.whole(1, 2_000);
  return chance.chance(0.8) ? chance.whole(0, 300) : chance.whole(0, Math.max(0, timeLeftMs));
}
