/** What a provider may do with a message: its result, its time, and whether the message arrives. */
import type { DeliveryResult } from "../../domain/delivery/provider.ts";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../support/providers.ts";
import type { Seeded } from "../support/seeded.ts";

export type Deed =
  | "accepts"
  | "refuses_recipient"
  | "refuses_message"
  | "refuses_account"
  | "knows_no_user"
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
  /** Answers only after its deadline. */
  readonly late?: boolean;
  /** Its result is false: the message arrived although it says no, or the other way round. */
  readonly lie?: boolean;
}

export const DOINGS: Readonly<Record<Deed, Doing>> = {
  accepts: { says: ACCEPTED, arrives: true },
  refuses_recipient: { says: refused("recipient"), arrives: false },
  refuses_message: { says: refused("message"), arrives: false },
  refuses_account: { says: refused("account"), arrives: false },
  knows_no_user: {
    says: { outcome: "refused", fault: "message", reason: "not_a_user", numberOnly: true },
    arrives: false,
  },
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

/** How long the provider takes: mostly little, sometimes nearly all its time. */
export function takes({ late = false }: Doing, timeLeftMs: number, random: Seeded): number {
  if (late) return timeLeftMs + random.whole(1, 2_000);
  return random.happens(0.8) ? random.whole(0, 300) : random.whole(0, Math.max(0, timeLeftMs));
}
