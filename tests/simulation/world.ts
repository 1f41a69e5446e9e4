/** One simulated world: several processes over one store, providers and people, all a function of the seed. */
import { createTestChallenges } from "../support/challenges.ts";
import { createBulkheads } from "../../domain/delivery/bulkhead.ts";
import { GRACE_MS } from "../../domain/delivery/call-provider.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import { createRateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import { faultyStore, faultyWindows } from "../support/faulty-store.ts";
import { createMemoryStore } from "../support/memory-store.ts";
import { testNumbering } from "../support/numbering.ts";
import { nonsense } from "../support/providers.ts";
import { reportingTo } from "../support/quotas.ts";
import { createTestSecrets } from "../support/secrets.ts";
import { createSeeded, type Seeded } from "../support/seeded.ts";
import { createSimClock, type SimClock } from "../support/sim-clock.ts";
import { KEY } from "../support/world.ts";
import { actAs, type Stage } from "./actors.ts";
import { DOINGS, takes } from "./deeds.ts";
import type { Event } from "./history.ts";
import { drawPlan, drawWeather, type Plan } from "./plan.ts";
import { createOtp } from "../../domain/use-cases/create-otp.ts";

export interface Run {
  readonly plan: Plan;
  readonly events: readonly Event[];
  /** Timers that the core still held when every use case had ended. */
  readonly timersHeld: number;
  /** What the store holds at the end, as text. */
  readonly stored: string;
}

export function simulate(seed: number): Run {
  const random = createSeeded(seed);
  const plan = drawPlan(random.fork());
  const clock = createSimClock();
  const store = createMemoryStore(clock);
  const secrets = createTestSecrets();
  const events: Event[] = [];

  const boot = (process: number) => {
    const weather = random.fork();
    const drawn = () => drawWeather(weather, plan.weather);
    const windows = faultyWindows(store.windows, clock, drawn);
    const quotas = reportingTo(
      (notice) => events.push({ kind: "noticed", at: clock.now(), process, notice }),
      createRateLimiter({ windows, secrets, rules: plan.rules }),
    );
    return createOtp({
      clock,
      store: faultyStore(store, clock, drawn),
      random: random.fork(),
      secrets,
      numbering: testNumbering,
      proofs: { sign: async ({ verificationId }) => `proof of ${verificationId}` },
      providers: plan.providers.map((_, at) => providerOf(plan, at, process, clock, random.fork(), events)),
      resendOrder: plan.resendOrder,
      policy: plan.policy,
      bulkheads: createBulkheads(plan.bulkheads, clock),
      rateLimiter: quotas,
      challenges: createTestChallenges(),
      recipients: { countries: ["IR"], landlines: false },
    });
  };
  const processes = Array.from({ length: plan.processes }, (_, process) => boot(process));
  const stage: Stage = { clock, processes, events };
  const actors = Array.from({ length: plan.actors }, () => actAs(stage, random.fork()));
  clock.run(Promise.all(actors));
  const stored = JSON.stringify(store.peek(KEY));
  // A call whose answer is not needed any more holds its place, and a timer, until its time is up.
  clock.advance(plan.policy.attemptTimeoutMs + GRACE_MS);
  return { plan, events, timersHeld: clock.held(), stored };
}

function providerOf(
  { providers }: Plan,
  place: number,
  process: number,
  clock: SimClock,
  random: Seeded,
  events: Event[],
): Provider {
  const name = `p${place}`;
  const { account, deeds } = providers[place] ?? { account: name, deeds: ["accepts"] as const };
  return {
    name,
    account,
    channels: place % 2 === 0 ? ["sms"] : ["messenger", "sms"],
    explain: () => null,
    async deliver(message, deadline) {
      const deed = random.pick(deeds);
      const { says, arrives } = DOINGS[deed];
      events.push({ kind: "handed", at: clock.now(), process, provider: name, message, deadline, deed });
      await clock.sleep(takes(DOINGS[deed], deadline - clock.now(), random));
      if (arrives) events.push({ kind: "arrived", at: clock.now(), process, message });
      if (says === "hangs") return new Promise<never>(() => {});
      if (says === "throws") throw new Error("a bug in the provider");
      return says === "nonsense" ? nonsense() : says;
    },
  };
}
