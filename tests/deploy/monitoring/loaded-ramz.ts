/** Two workers of Ramz with a simulated vendor and a collector, under a load that has something of everything. */
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { receiptWords } from "../../../adapters/system/receipt-words.ts";
import { startCollector } from "../../adapters/telemetry/sdk/collector.ts";
import { KEY, vendorEnv } from "../../e2e/chain/serving.ts";
import { type Api, deliveryIn, freshNumber, verificationIn } from "../../support/http.ts";
import { type Folder, startRamz, tempFolder } from "../../support/process.ts";
import { withHeaders } from "../../support/with-headers.ts";
import { line as keyLine, testKey } from "../../app/access/app-keys.ts";

const SECRET = "a-secret-of-thirty-two-characters-or-more";
const CODES = 30;
const REPORTED = 5;

export interface LoadedRamz extends AsyncDisposable {
  readonly api: Api;
  readonly folder: Folder;
  /** Codes that come back, wrong guesses, receipts, a carried code. */
  load(): Promise<void>;
  /** A refused template, a number that asks too soon, a full account. */
  disturb(): Promise<void>;
  /** One start of a number of its own, whatever becomes of it. */
  start(): Promise<void>;
  /** The vendor refuses the account for lack of credit. */
  refuseAccount(): Promise<void>;
}

export async function startLoadedRamz(): Promise<LoadedRamz> {
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  const collector = startCollector();
  const folder = tempFolder();
  const own = testKey();
  folder.write("ramz.toml", `[apps.shop]\nkeys = [${keyLine(own, ["admin"], ", own_code = true")}]`);
  const ramz = await startRamz(
    {
      ...vendorEnv(simulator),
      ...collector.env,
      HOST: "127.0.0.1",
      RAMZ_CONFIG: "ramz.toml",
      RAMZ_SECRET: SECRET,
      RAMZ_RECEIPTS: "true",
      RAMZ_EXAMINE_MINUTES: "60",
      // Tells, and refuses nothing.
      RAMZ_GUARD: "monitor",
      RAMZ_IP_SENDS_PER_HOUR: "1",
      RAMZ_IP_LIMIT_MODE: "monitor",
      RAMZ_CALLS_PER_ACCOUNT: "2",
      RAMZ_CALL_WAIT_MS: "400",
      OTEL_BSP_SCHEDULE_DELAY: "100",
    },
    folder,
    ["serve", "--workers", "2"],
  );
  const api = withHeaders(ramz.api, own.headers);
  const start = (to: string = freshNumber()) => api.post("/v1/verifications", { to });
  const codeTo = (to: string) =>
    simulator.outbox.findLast(({ to: phone }) => to.endsWith(phone.slice(-10)))?.code;

  async function verified(): Promise<void> {
    const to = freshNumber();
    const { id } = verificationIn(await start(to));
    const code = codeTo(to) ?? "";
    await api.post(`/v1/verifications/${id}/checks`, { code: code === "000000" ? "111111" : "000000" });
    await api.post(`/v1/verifications/${id}/checks`, { code });
  }

  /** The vendor calls about its newest messages, which all arrived. */
  async function reported(): Promise<void> {
    const [word] = receiptWords([SECRET], "kavenegar/verify");
    const newest = simulator.outbox.filter(({ method }) => method === "verify/lookup").slice(-REPORTED);
    for (const { messageId } of newest) {
      simulator.report(messageId, 10);
      const body = new URLSearchParams({ messageid: messageId });
      const { status } = await api.request(`/v1/receipts/kavenegar-verify/${word}`, { method: "POST", body });
      if (status !== 200) throw new Error(`a receipt was answered ${status}`);
    }
  }

  return {
    api,
    folder,
    async load() {
      for (let left = CODES; left > 0; left -= 3) await Promise.all([verified(), verified(), verified()]);
      await reported();
      const { id } = deliveryIn(await api.post("/v1/deliveries", { to: freshNumber(), code: "493817" }));
      await api.post(`/v1/deliveries/${id}/outcome`, { used: true });
    },
    async disturb() {
      simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 1);
      const to = freshNumber();
      await start(to);
      await start(to);
      // More at once than the account takes, for longer than they wait.
      simulator.behave("verify/lookup", { kind: "slow", delayMs: 600 }, 8);
      await Promise.all(Array.from({ length: 8 }, () => start()));
      simulator.reset();
    },
    async start() {
      await start();
    },
    async refuseAccount() {
      simulator.behave("verify/lookup", { kind: "refuse", code: 418 });
      await start();
    },
    async [Symbol.asyncDispose]() {
      await ramz[Symbol.asyncDispose]();
      await simulator.stop();
      await collector[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
