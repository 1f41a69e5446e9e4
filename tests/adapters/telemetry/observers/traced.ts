/** The real program with a collector of its own. Its spans leave in batches; stopping it sends what is held. */
import { type Env, vendorEnv } from "../../../e2e/chain/serving.ts";
import { type Folder, type Running, startRamz } from "../../../support/process.ts";
import type { Collector } from "../sdk/collector.ts";
import type { KavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/api.ts";

export { KEY } from "../../../e2e/chain/serving.ts";

/** Time-outs short enough for a test, and what sends spans and metrics to this collector. */
export function tracedEnv(
  simulator: KavenegarSimulator,
  collector: Pick<Collector, "env">,
  chain?: string,
): Env {
  return {
    ...vendorEnv(simulator, chain),
    HOST: "127.0.0.1",
    OTP_ATTEMPT_TIMEOUT_MS: "300",
    OTP_CHAIN_DEADLINE_MS: "1200",
    ...collector.env,
  };
}

/** Runs `work` against a traced Ramz and stops it, so that the collector has everything afterwards. */
export async function traced(
  env: Env,
  work: (ramz: Running) => Promise<void>,
  folder?: Folder,
): Promise<string> {
  await using ramz = await startRamz(env, folder);
  await work(ramz);
  ramz.signal("SIGTERM");
  await ramz.exited;
  return ramz.printed();
}
