/** A whole core in a small world: one call builds it, and its use cases answer at once. */
import {
  type CheckCommand,
  createOtp,
  type Otp,
  type OtpPorts,
  type StartCommand,
} from "../../domain/otp.ts";
import { DEFAULT_POLICY, type Policy } from "../../domain/policy.ts";
import type { ProofClaims } from "../../domain/ports.ts";
import type { CancelVerdict, CheckVerdict, ReadVerdict, StartVerdict } from "../../domain/verdict.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";
import { testNumbering } from "./numbering.ts";
import { noQuotas } from "../../domain/quotas.ts";
import { ACCEPTED, type Answer, fakeProvider, type Handed, type ProviderOptions } from "./providers.ts";
import { createTestSecrets } from "./secrets.ts";
import { createSeeded } from "./seeded.ts";
import { createSimClock, type SimClock } from "./sim-clock.ts";

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
  /** Another process over the same store. */
  another(): Otp;
  start(command?: Partial<StartCommand>): StartVerdict;
  check(code: string, target?: { readonly id: string } | { readonly purpose: string }): CheckVerdict;
  cancel(id: string): CancelVerdict;
  read(id: string): ReadVerdict;
}

export function createWorld({ policy = {}, providers = [SURE], ports }: WorldOptions = {}): World {
  const clock = createSimClock();
  const store = createMemoryStore(clock);
  const handed: Handed[] = [];
  const signed: ProofClaims[] = [];
  const sign = async (claims: ProofClaims) => {
    signed.push(claims);
    return `proof of ${claims.verificationId}`;
  };
  const random = createSeeded(1);
  const boot = () =>
    createOtp({
      clock,
      store,
      random,
      secrets: createTestSecrets(),
      numbering: testNumbering,
      proofs: { sign },
      providers: providers.map(({ name, answers, ...options }) =>
        fakeProvider(name, answers, clock, handed, options),
      ),
      policy: { ...DEFAULT_POLICY, ...policy },
      quotas: noQuotas,
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
    another: boot,
    start: (command = {}) => clock.run(otp.start({ ...START, ...command })),
    check: (code, target = { purpose: "login" }) => clock.run(otp.check(checkOf(code, target))),
    cancel: (id) => clock.run(otp.cancel({ app: "shop", id })),
    read: (id) => clock.run(otp.read({ app: "shop", id })),
  };
}

const SURE: ProviderScript = { name: "sure", answers: [{ says: ACCEPTED }] };

/** A check by id, or by number and purpose. */
export function checkOf(
  code: string,
  target: { readonly id: string } | { readonly purpose: string },
): CheckCommand {
  return "id" in target
    ? { app: "shop", code, id: target.id }
    : { app: "shop", to: PHONE, code, purpose: target.purpose };
}
