/** The real use cases over a real store, with a provider that takes every message. */
import { createTestChallenges } from "../challenges.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { systemRandom } from "../../../adapters/system/random.ts";
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import { type Otp } from "../../../domain/otp.ts";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import type { LedgerStore } from "../../../domain/storage/store.ts";
import { testNumbering } from "../numbering.ts";
import { ACCEPTED } from "../providers.ts";
import { noRateLimits } from "../../../domain/rate-limits/rate-limiter.ts";
import { createTestSecrets } from "../secrets.ts";
import type { OtpPorts } from "../../../domain/use-cases/context.ts";
import { createOtp } from "../../../domain/use-cases/create-otp.ts";

/** `ports` are put in the place of its own. */
export function otpOver(
  store: LedgerStore,
  handed: (message: DeliveryMessage) => void | Promise<void>,
  ports: Partial<OtpPorts> = {},
): Otp {
  const deliver = async (message: DeliveryMessage) => {
    await handed(message);
    return ACCEPTED;
  };
  return createOtp({
    clock: systemClock,
    store,
    random: systemRandom,
    secrets: createTestSecrets(),
    numbering: testNumbering,
    proofs: { sign: async () => "" },
    providers: [{ name: "sure", account: "sure", channels: ["sms"], explain: () => null, deliver }],
    policy: DEFAULT_POLICY,
    rateLimiter: noRateLimits,
    challenges: createTestChallenges(),
    recipients: { countries: ["IR"], landlines: false },
    ...ports,
  });
}
