/** Every process obeys what the trail holds: orders of others, none that Ramz did not write, and those it knows while the store is away. */
import { expect, test } from "bun:test";
import type { Act } from "../../../../domain/audit/acts.ts";
import { writeEntry } from "../../../../domain/audit/entry.ts";
import { createAuditTrail } from "../../../../domain/audit/trail.ts";
import { restedUntil } from "../../../../domain/orders/orders.ts";
import { StoreUnavailable } from "../../../../domain/storage/store.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../../domain/time.ts";
import { createFollowedOrders } from "../../../../domain/use-cases/operators/follow-orders.ts";
import { createMemoryAudit } from "../../../support/memory-audit.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import { createSimClock } from "../../../support/sim-clock.ts";

const VERIFY = "kavenegar/verify";

function desk() {
  const clock = createSimClock();
  const store = createMemoryAudit();
  const secrets = createTestSecrets();
  const trail = createAuditTrail({ store, secrets, clock, observer: { recorded() {}, shortened() {} } });
  const errors: unknown[] = [];
  let isAway = false;
  let asked = 0;
  const follow = () =>
    createFollowedOrders({
      clock,
      report: (error) => errors.push(error),
      trail: {
        async lastSeq() {
          asked++;
          if (isAway) throw new StoreUnavailable("away");
          return trail.lastSeq();
        },
        async read(after, limit) {
          asked++;
          return trail.read(after, limit);
        },
      },
    });
  return {
    clock,
    store,
    trail,
    errors,
    follow,
    secrets,
    asked: () => asked,
    away: (is: boolean) => (isAway = is),
    give: (act: Act) => clock.run(trail.record("sara", act)),
    rest: (hours: number) =>
      clock.run(
        trail.record("sara", {
          kind: "provider_rested",
          provider: VERIFY,
          until: clock.now() + hours * HOUR_MS,
        }),
      ),
    rested: (orders: ReturnType<typeof follow>) => restedUntil(orders.current(), VERIFY, clock.now()),
  };
}

test("obeys within two seconds what another process ordered, by one call of the store while nothing is new", () => {
  const { clock, follow, rest, rested, asked } = desk();
  const orders = follow();
  orders.start();
  clock.advance(SECOND_MS);
  expect(rested(orders)).toBe(0);
  rest(2);
  clock.advance(2 * SECOND_MS);
  expect(rested(orders)).toBeGreaterThan(clock.now());
  const before = asked();
  clock.advance(10 * SECOND_MS);
  expect(asked() - before).toBe(10);
  void orders.stop();
});

test("begins with the orders of the last day, and with no more of the trail than holds them", () => {
  const { clock, follow, rest, rested, give, asked } = desk();
  for (let old = 0; old < 1_200; old++) give({ kind: "signed_out" });
  clock.advance(DAY_MS + 1);
  rest(3);
  for (let later = 0; later < 700; later++) give({ kind: "signed_out" });
  const orders = follow();
  clock.run(orders.look());
  expect(rested(orders)).toBe(clock.now() + 3 * HOUR_MS);
  expect(asked()).toBe(3);
});

test("calls its listener for each provider that is woken from now on", () => {
  const { clock, follow, give } = desk();
  give({ kind: "provider_woken", provider: "before" });
  clock.advance(1);
  const orders = follow();
  const woken: string[] = [];
  orders.listen((provider) => woken.push(provider));
  give({ kind: "provider_woken", provider: VERIFY });
  clock.run(orders.look());
  give({ kind: "provider_woken", provider: "other" });
  clock.run(orders.look());
  clock.run(orders.look());
  expect(woken).toEqual([VERIFY, "other"]);
});

test("obeys no entry that was changed, nor one of a kind that it does not know", () => {
  const { clock, follow, rest, rested, store, secrets, errors } = desk();
  rest(2);
  const [genuine] = store.entries;
  const text = genuine?.text.replace(VERIFY, "kavenegar/sms") ?? "";
  store.entries = [{ seq: 1, text }];
  const later = {
    seq: 2,
    at: clock.now(),
    who: "sara",
    act: { kind: "moon_hidden" },
    previous: secrets.digest(text),
  };
  store.entries.push({ seq: 2, text: writeEntry(later, secrets).text });
  const orders = follow();
  clock.run(orders.look());
  expect(orders.current().rests.size).toBe(0);
  expect([rested(orders), errors]).toEqual([0, []]);
});

test("keeps the orders that it knows while the store is away, and reads on after", () => {
  const { clock, follow, rest, rested, away, give, errors } = desk();
  rest(1);
  const orders = follow();
  clock.run(orders.look());
  away(true);
  clock.run(orders.look());
  expect(rested(orders)).toBeGreaterThan(clock.now());
  give({ kind: "provider_woken", provider: VERIFY });
  away(false);
  clock.run(orders.look());
  expect([rested(orders), errors]).toEqual([0, []]);
});

test("forgets what a trail that was put back does not hold", () => {
  const { clock, follow, rest, rested, store, give } = desk();
  give({ kind: "signed_out" });
  rest(2);
  const orders = follow();
  clock.run(orders.look());
  store.entries.pop();
  clock.run(orders.look());
  expect(rested(orders)).toBe(0);
});
