/** What is used of budgets is read from the windows that limit them. */
import { expect, test } from "bun:test";
import { readBudgets } from "../../../domain/rate-limits/budget-use.ts";
import { createMemoryWindows } from "../../../domain/rate-limits/in-memory-windows.ts";
import { createRateLimiter } from "../../../domain/rate-limits/rate-limiter.ts";
import { DAY_MS } from "../../../domain/time.ts";
import { messagesADay, NO_RULES, rialADay, SENDER } from "../../support/quotas.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { createSimClock } from "../../support/sim-clock.ts";

test("the service's budget once and each app's own, used as the limits count it, and nothing is counted by reading", async () => {
  const clock = createSimClock();
  const windows = createMemoryWindows(clock);
  const service = { ...NO_RULES, serviceBudget: messagesADay(100), alarmShare: 0.8, rialPerMessage: 900 };
  const apps = [
    { name: "shop", rules: { ...service, appBudget: rialADay(5_000) } },
    { name: "bank", rules: { ...service, appBudget: { ...messagesADay(9), mode: "monitor" as const } } },
    { name: "blog", rules: service },
  ];
  for (const { name, rules } of apps.slice(0, 2)) {
    const limiter = createRateLimiter({ windows, secrets: createTestSecrets(), rules });
    const taken = clock.run(limiter.reserve({ ...SENDER, app: name }, clock.now()));
    if (taken.kind === "reserved") clock.run(limiter.settle(taken, { messages: 2, costRial: 1_500 }));
  }
  const read = () => clock.run(readBudgets(windows, apps, clock.now()));
  const shown = [
    { app: null, unit: "message", used: 4, limit: 100, alarmAt: 80, mode: "enforce" },
    { app: "shop", unit: "rial", used: 1_500, limit: 5_000, alarmAt: 4_000, mode: "enforce" },
    { app: "bank", unit: "message", used: 2, limit: 9, alarmAt: 8, mode: "monitor" },
  ] as const;
  expect(read()).toEqual([...shown]);
  expect(read()).toEqual([...shown]);
  clock.advance(DAY_MS + DAY_MS / 60);
  expect(read().map(({ used }) => used)).toEqual([0, 0, 0]);
  expect(clock.run(readBudgets(windows, [], clock.now()))).toEqual([]);
});
