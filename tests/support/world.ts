/** The whole core over simulated time: one call builds it, and its use cases answer at once. */
import { createTestChallenges } from "./challenges.ts";
import { type CheckCommand, type Otp, type StartCommand } from "../../domain/otp.ts";
import { DEFAULT_POLICY, type Policy } from "../../domain/ledger/policy.ts";
import type { ProofClaims } from "../../domain/ports.ts";
import type { RateLimitRules } from "../../domain/rate-limits/quotas.ts";
import { createRateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import type { Notice } from "../../domain/rate-limits/rule.ts";
import type { CancelVerdict, CheckVerdict, ReadVerdict, StartVerdict } from "../../domain/verdicts.ts";
import type { RateWindows } from "../../domain/rate-limits/sliding-window.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";
import { testNumbering } from "./numbering.ts";
import { NO_RULES, reportingTo } from "./quotas.ts";
import { ACCEPTED, type Answer, fakeProvider, type Handed, type ProviderOptions } from "./providers.ts";
import { createTestSecrets } from "./secrets.ts";
import { createSeeded } from "./seeded.ts";
import { createSimClock, type SimClock } from "./sim-clock.ts";
import { createOtp } from "../../domain/use-cases/create-otp.ts";
import type { OtpPorts } from "../../domain/use-cases/context.ts";

export const PHONE = "+989121234567";
export const KEY: string = createTestSecrets().ledgerKey("shop", PHONE);
export const START: StartCommand = {
  app: "shop",
  to: PHONE,
  channel: "sms",
  locale: "fa",
  purpose: "login",
  traceId: "0af7651916cd43dd8448eb211c80319c",
};

export interface ProviderScript extends ProviderOptions {
  readonly name: string;
  readonly answers: readonly [Answer, ...Answer[]];
}

export interface WorldOptions {
  readonly policy?: Partial<Policy>;
  readonly providers?: readonly ProviderScript[];
  /** Rules across recipients, over none. */
  readonly rules?: Partial<RateLimitRules>;
  /** Put in the place of the windows those rules count in. */
  readonly windows?: (inner: RateWindows, clock: SimClock) => RateWindows;
  /** Ports put in the place of the world's own. */
  readonly ports?: (world: { clock: SimClock; store: MemoryStore }) => Partial<OtpPorts>;
}

export interface World {
  readonly clock: SimClock;
  readonly store: MemoryStore;
  readonly otp: Otp;
  /** Everything that was handed to a provider, and every proof that was signed. */
  readonly handed: Handed[];
  readonly signed: ProofClaims[];
  /** Notices of the rules across recipients for the operator. */
  readonly notices: Notice[];
  /** Another process over the same store. */
  another(): Otp;
  start(command?: Partial<StartCommand>): StartVerdict;
  check(code: string, target?: Target): CheckVerdict;
  cancel(id: string): CancelVerdict;
  read(id: string): ReadVerdict;
}

/** A verification by its id, or by purpose and trust level. */
export type Target = { readonly id: string } | { readonly purpose: string; readonly knownSession?: boolean };

export function createWorld(options: WorldOptions = {}): World {
  const { policy = {}, providers = [SURE], rules = {}, windows = (inner) => inner, ports } = options;
  const clock = createSimClock();
  const store = createMemoryStore(clock);
  const handed: Handed[] = [];
  const signed: ProofClaims[] = [];
  const sign = async (claims: ProofClaims) => {
    signed.push(claims);
    return `proof of ${claims.verificationId}`;
  };
  const random = createSeeded(1);
  const notices: Notice[] = [];
  const quotas = reportingTo(
    (notice) => notices.push(notice),
    createRateLimiter({
      windows: windows(store.windows, clock),
      secrets: createTestSecrets(),
      rules: { ...NO_RULES, ...rules },
    }),
  );
  const boot = () =>
    createOtp({
      clock,
      store,
      random,
      secrets: createTestSecrets(),
      numbering: testNumbering,
      proofs: { sign },
      providers: providers.map(({ name, answers, ...further }) =>
        fakeProvider(name, answers, clock, handed, further),
      ),
      policy: { ...DEFAULT_POLICY, ...policy },
      rateLimiter: quotas,
      challenges: createTestChallenges(),
      recipients: { countries: ["IR"], landlines: false },
      ...ports?.({ clock, store }),
    });
  const otp = boot();

  return {
    clock,
    store,
    otp,
    handed,
    signed,
    notices,
    another: boot,
    start: (command = {}) => clock.run(otp.start({ ...START, ...command })),
    check: (code, target = { purpose: "login" }) => clock.run(otp.check(checkOf(code, target))),
    cancel: (id) => clock.run(otp.cancel({ app: "shop", id })),
    read: (id) => clock.run(otp.read({ app: "shop", id })),
  };
}

const SURE: ProviderScript = { name: "sure", answers: [{ says: ACCEPTED }] };

/** A check by id, or by number and purpose. */
export function checkOf(code: string, target: Target): CheckCommand {
  return "id" in target ? { app: "shop", code, id: target.id } : { app: "shop", to: PHONE, code, ...target };
}
