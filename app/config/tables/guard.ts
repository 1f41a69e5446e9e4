/** `[guard]`: the mode of the pumping guard and the numbers of its rules. */
import { Type } from "@sinclair/typebox";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { closed } from "../setting.ts";
import { DAY_MS, MINUTE_MS } from "../../../domain/time.ts";

const floor = (place: keyof typeof DEFAULT_GUARD.floor, what: string) =>
  Type.Integer({
    minimum: 1,
    maximum: 100_000_000,
    default: DEFAULT_GUARD.floor[place],
    env: `RAMZ_GUARD_${place.toUpperCase()}_FLOOR`,
    description: `Unconfirmed sends that are always allowed ${what}.`,
  });

export const GuardSchema = Type.Object(
  {
    mode: Type.Optional(
      Type.Union([Type.Literal("enforce"), Type.Literal("monitor"), Type.Literal("off")], {
        env: "RAMZ_GUARD",
        description:
          "enforce refuses sources whose codes are not confirmed, and asks newcomers for a challenge where few are; monitor only logs this; off does nothing. enforce unless set; off in console mode.",
      }),
    ),
    window_minutes: Type.Integer({
      minimum: 60,
      maximum: 1440,
      default: DEFAULT_GUARD.windowMs / MINUTE_MS,
      env: "RAMZ_GUARD_WINDOW_MINUTES",
      description: "Minutes that the guard looks back at blocks, operators and apps.",
    }),
    tolerance_percent: Type.Integer({
      minimum: 0,
      maximum: 1000,
      default: DEFAULT_GUARD.perApproval * 100,
      env: "RAMZ_GUARD_TOLERANCE_PERCENT",
      description: "Unconfirmed sends allowed above the floor, as a percentage of the confirmed ones.",
    }),
    block_floor: floor("block", "to a block of ten thousand numbers"),
    operator_floor: floor("operator", "to the numbers of one operator"),
    subnet_floor: floor("subnet", "from one network (IPv4 /24, IPv6 /48) in any 24 hours"),
    app_floor: floor("app", "from one app"),
    address_floor: floor(
      "address",
      "from one address of end users (IPv6 /64) in any 24 hours; half as many while a place is suspicious",
    ),
    caller_floor: floor("caller", "for one key of the caller in any 24 hours, e.g. a device"),
    history_days: Type.Integer({
      minimum: 1,
      maximum: 90,
      default: DEFAULT_GUARD.historyMs / DAY_MS,
      env: "RAMZ_GUARD_HISTORY_DAYS",
      description:
        "Days that a proved number, and the sources it was proved from, are known. A change begins with an empty history.",
    }),
    history_share_percent: Type.Integer({
      minimum: 0,
      maximum: 90,
      default: DEFAULT_GUARD.historyShare * 100,
      env: "RAMZ_GUARD_HISTORY_SHARE_PERCENT",
      description:
        "Percentage of each budget of messages that is kept for known numbers while few newcomers confirm their codes.",
    }),
    challenge: Type.Union([Type.Literal("altcha"), Type.Literal("none")], {
      default: DEFAULT_GUARD.asksChallenge ? "altcha" : "none",
      env: "RAMZ_CHALLENGE",
      description:
        "What newcomers solve at a suspicious place: altcha, a proof of work in the browser; none lets them pass until a budget is used up.",
    }),
  },
  { ...closed, default: {} },
);
