/** Exempt numbers and networks pass quotas and guard until their exemption ends. Budgets apply to them, too. */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import type { RateLimitRules } from "../../../domain/rate-limits/quotas.ts";
import {
  CLIENT,
  createDesk,
  type Desk,
  hourly,
  messagesADay,
  numbered,
  SENDER,
} from "../../support/quotas.ts";
import { SIM_START } from "../../support/sim-clock.ts";
import { HOUR_MS } from "../../../domain/time.ts";

const until = SIM_START + HOUR_MS;
const exemption = { until, reason: "our own office" };
const listed = { recipient: numbered(1), callerLimits: { device: "a" } };
const fromOffice = { client: { ...CLIENT, exemption }, callerLimits: { device: "a" } };
const floor = { block: 1, operator: 1, app: 1, address: 1, subnet: 1, caller: 1 };
const rules: Partial<RateLimitRules> = {
  ip: [hourly(1)],
  caller: { device: [hourly(1)] },
  guard: { ...DEFAULT_GUARD, floor },
  exempt: { [listed.recipient]: exemption },
};

const WAYS = [
  ["a recipient on the list", listed],
  ["an address on the list", fromOffice],
] as const;

describe.each(WAYS)("%s", (_who, sender) => {
  test("is never refused, and every use is reported", () => {
    const desk = createDesk(rules);
    for (let press = 0; press < 5; press++) {
      const taken = desk.take(sender);
      expect(taken).toMatchObject({ kind: "reserved", quotas: [] });
      expect(taken.notices).toContainEqual({ kind: "exempt", ...exemption });
    }
  });

  test("uses up no quota of other senders", () => {
    const desk = createDesk({ ...rules, guard: { ...DEFAULT_GUARD, mode: "off" } });
    desk.room(sender);
    expect(desk.room({ callerLimits: { device: "a" } })).toBe(1);
  });

  test("can be refused again from the end of the exemption on", () => {
    const desk = createDesk(rules);
    desk.clock.advance(HOUR_MS - 1);
    expect(desk.room(sender)).toBe(100);
    desk.clock.advance(1);
    const taken = desk.take({ ...sender, client: { ...CLIENT, address: "198.51.100.1" }, operator: "other" });
    expect(taken.notices.map(({ kind }) => kind)).not.toContain("exempt");
    expect(desk.take(sender).kind).toBe("refused");
  });

  test("is refused by a budget", () => {
    expect(createDesk({ ...rules, serviceBudget: messagesADay(2) }).room(sender)).toBe(2);
    expect(createDesk({ ...rules, appBudget: messagesADay(2) }).room(sender)).toBe(2);
  });
});

/** Sends that are confirmed, from any sender. */
function confirm(desk: Desk, times: number, sender: Parameters<Desk["take"]>[0]): void {
  for (let send = 0; send < times; send++) {
    expect(desk.take(sender).kind).toBe("reserved");
    desk.proved(1, sender);
  }
}

test("confirmations of an exempt number do not outweigh unconfirmed sends of others", () => {
  const desk = createDesk({ ...rules, ip: [], caller: {} });
  confirm(desk, 20, listed);
  // Another block; the operator and the app are the same.
  expect(desk.room({ recipient: numbered(2) })).toBe(1);
  expect(SENDER.operator).toBe("IR-MCI");
});
