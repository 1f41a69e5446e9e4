/** `[guard]`: the mode of the pumping guard and the numbers of its rules. */
import { Type } from "@sinclair/typebox";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { closed } from "../setting.ts";
import { MINUTE_MS } from "../../../domain/time.ts";

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
          "enforce refuses sends where too few codes are confirmed; monitor only logs them; off does nothing. enforce unless set; off in console mode.",
      }),
    ),
    window_minutes: Type.Integer({
      minimum: 60,
      maximum: 1440,
      default: DEFAULT_GUARD.windowMs / MINUTE_MS,
      env: "RAMZ_GUARD_WINDOW_MINUTES",
      description: "Minutes that the guard looks back.",
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
    subnet_floor: floor("subnet", "from one network (IPv4 /24, IPv6 /48)"),
    app_floor: floor("app", "from one app"),
  },
  { ...closed, default: {} },
);
