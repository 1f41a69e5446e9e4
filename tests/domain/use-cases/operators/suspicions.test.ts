/** What the guard notices is known to operators of every process, with what it counts now, and within bounds. */
import { expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../../domain/rate-limits/pumping-guard.ts";
import { createRateLimiter } from "../../../../domain/rate-limits/rate-limiter.ts";
import type { Sender } from "../../../../domain/rate-limits/sender.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../../domain/time.ts";
import { createSuspicions } from "../../../../domain/use-cases/operators/suspicions.ts";
import { noticingSuspicions } from "../../../../app/composition/noticed-suspicions.ts";
import { createMemoryStore } from "../../../support/memory-store.ts";
import { NO_RULES, SENDER } from "../../../support/quotas.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import { createSimClock } from "../../../support/sim-clock.ts";

const ANY = { block: 1_000, operator: 1_000, app: 1_000, address: 1_000, subnet: 1_000, caller: 1_000 };
const HOME: Sender["sources"] = [{ kind: "address", key: "home", approvalsPerDay: 0 }];

function desk(floor: Partial<typeof ANY>) {
  const clock = createSimClock();
  const store = createMemoryStore(clock);
  const secrets = createTestSecrets();
  const rules = { ...NO_RULES, guard: { ...DEFAULT_GUARD, floor: { ...ANY, ...floor } } };
  const boot = () => {
    const suspicions = createSuspicions({ store, secrets, background: (work) => void work });
    const limiter = noticingSuspicions(
      createRateLimiter({ windows: store.windows, secrets, rules }),
      suspicions,
    );
    return {
      suspicions,
      send(sender: Partial<Sender> = {}, times = 1) {
        for (let time = 0; time < times; time++)
          clock.run(limiter.reserve({ ...SENDER, ...sender }, clock.now()));
      },
      read: () => clock.run(suspicions.read(() => rules, clock.now())),
    };
  };
  return { clock, store, boot, ...boot() };
}

test("a suspicious block is shown once, with counts, since when, and what it does, in another process, too", () => {
  const { clock, send, boot } = desk({ block: 2 });
  const since = clock.now();
  send({}, 3);
  clock.advance(MINUTE_MS);
  send({ recipient: "+989121239999" }, 3);
  expect(boot().read()).toEqual([
    {
      dimension: "block",
      place: "+98912123",
      app: "shop",
      standing: "newcomer",
      network: null,
      approvalsPerDay: 0,
      since,
      used: 2,
      approved: 0,
      allowed: 2,
      mode: "enforce",
      windowMs: 6 * HOUR_MS,
      asksChallenge: true,
    },
  ]);
});

test("an address is shown by its network and never itself", () => {
  const { send, read, store, clock } = desk({ address: 1 });
  send({ sources: HOME }, 3);
  expect(read()).toMatchObject([{ dimension: "address", place: "home", network: "192.0.2.0/24", used: 1 }]);
  const span = Math.floor(clock.now() / (6 * HOUR_MS));
  expect(JSON.stringify(clock.run(store.notes.read(`suspicions\n${span}`)))).not.toContain("192.0.2.7");
});

test("what is not suspicious any more is not shown", () => {
  const { clock, send, read } = desk({ block: 2, address: 1 });
  send({ sources: HOME }, 4);
  expect(read().map(({ dimension }) => dimension)).toEqual(["address"]);
  send({}, 2);
  expect(read()).toHaveLength(2);
  clock.advance(7 * HOUR_MS);
  expect(read().map(({ dimension }) => dimension)).toEqual(["address"]);
  clock.advance(DAY_MS);
  expect(read()).toEqual([]);
});

test("of one dimension a process notes fifty in six hours", () => {
  const { send, read } = desk({ address: 0 });
  for (let one = 0; one < 60; one++)
    send({ sources: [{ kind: "address", key: `home ${one}`, approvalsPerDay: 0 }] });
  expect(read()).toHaveLength(50);
});
