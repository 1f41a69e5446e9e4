/** Puts together what operators see and do. Only where the console is served. */
import { readBudgets } from "../../domain/rate-limits/budget-use.ts";
import { nullOnOutage } from "../../domain/storage/transact.ts";
import { MINUTE_MS, SECOND_MS } from "../../domain/time.ts";
import { everySecond } from "../../domain/use-cases/every-second.ts";
import type { Receipts } from "../../domain/use-cases/receipts/receipts.ts";
import type { Config } from "../config/resolve.ts";
import type { App } from "../service/calling-app.ts";
import type { Examination, Operations, TestSend } from "../service/operations.ts";
import type { ProcessHealth } from "../service/process-health.ts";
import { type SendResult, sendThrough } from "../service/test-send.ts";
import type { AppParts, SharedByApps } from "./app-of.ts";
import type { ChainWithBreakers } from "./chain-breakers.ts";
import type { Operators } from "./operators.ts";
import { accountsHealth, type LabelledProvider, providerHealth } from "./own-health.ts";
import { labelOf } from "./provider-chains.ts";
import type { ProviderHandle } from "./provider-handles.ts";
import { testOtp } from "./test-otp.ts";

export interface OperationParts extends Omit<AppParts, "config"> {
  readonly config: Config;
  readonly operators: Operators;
  readonly chains: readonly ChainWithBreakers[];
  readonly apps: ReadonlyMap<string, App>;
  readonly shared: SharedByApps;
  readonly handles: readonly ProviderHandle[];
  /** Null when receipts are off. */
  readonly receipts: Pick<Receipts, "waiting"> | null;
  readonly storeAnswers: () => Promise<boolean>;
}

/** What one vendor may take to answer. */
const EXAMINE_MS = 8 * SECOND_MS;

export function createOperations(parts: OperationParts): Operations {
  const { config, clock, store, chains, operators, handles, receipts } = parts;
  const { orders, suspicions, processes, self } = operators;
  const providers = chains.flatMap((chain) =>
    chain.all.map((provider): LabelledProvider => ({
      label: labelOf(chain, provider.name),
      provider,
      breakers: chain.breakers,
    })),
  );
  orders.listen((woken) => {
    for (const { label, provider, breakers } of providers) if (label === woken) breakers.close(provider);
  });

  async function health(): Promise<ProcessHealth> {
    const isUp = await parts.storeAnswers();
    const now = clock.now();
    return {
      ...self,
      at: now,
      store: isUp ? "up" : "down",
      providers: providers.map((one) => providerHealth(one, orders.current(), now)),
      accounts: accountsHealth(providers, parts.shared.bulkheads, config.bulkheads.callsPerAccount),
      awaitedReceipts: receipts?.waiting() ?? null,
    };
  }

  async function work(): Promise<void> {
    await Promise.all([orders.look(), nullOnOutage(processes.write(health, clock.now()))]);
  }

  return {
    chains: chainsOf(chains),
    orders: orders.current,
    obey: orders.look,
    health,
    async processes() {
      const [own, all] = await Promise.all([health(), processes.read(clock.now())]);
      return [own, ...all.filter(({ id }) => id !== self.id)];
    },
    ...createExamination(handles, clock),
    suspicions: () =>
      suspicions.read((app) => config.apps.find(({ name }) => name === app)?.quotas ?? null, clock.now()),
    budgets: () =>
      readBudgets(
        store.windows,
        config.apps.map(({ name, quotas: rules }) => ({ name, rules })),
        clock.now(),
      ),
    testSend: (test) => sendTest(parts, providers, test),
    ...everySecond(work, clock),
  };
}

/** Every list of providers that a send may walk. */
function chainsOf(chains: readonly ChainWithBreakers[]): Operations["chains"] {
  return chains.flatMap(({ owner, apps, providers, chains: rules }) =>
    [providers, ...rules.map((rule) => rule.providers)].map((list) => ({
      apps: apps.map(({ name }) => name),
      providers: list.map(({ name }) => labelOf({ owner }, name)),
    })),
  );
}

/** Asks all at once, however many people ask in the same minute. */
function createExamination(
  handles: readonly ProviderHandle[],
  clock: AppParts["clock"],
): Pick<Operations, "examine" | "examined"> {
  let kept: Examination | null = null;
  let asking: Promise<Examination> | null = null;
  const examined = () => (kept !== null && clock.now() - kept.at < MINUTE_MS ? kept : null);

  async function ask(): Promise<Examination> {
    const deadline = clock.now() + EXAMINE_MS;
    const providers = await Promise.all(
      handles.map(async (handle) => ({
        provider: labelOf(handle, handle.name),
        findings: await handle.examine(deadline),
      })),
    );
    kept = { at: clock.now(), providers };
    return kept;
  }
  return {
    examined,
    async examine() {
      const known = examined();
      if (known !== null) return known;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
  };
}

async function sendTest(
  parts: OperationParts,
  labelled: readonly LabelledProvider[],
  { app: name, provider, to, language }: TestSend,
): Promise<SendResult | null> {
  const app = parts.apps.get(name);
  const chain = parts.chains.find(({ apps }) => apps.some((one) => one.name === name));
  const config = chain?.apps.find((one) => one.name === name);
  if (app === undefined || chain === undefined || config === undefined) return null;
  const only = provider === null ? null : labelled.find(({ label }) => label === provider);
  if (only === undefined || (only !== null && !chain.all.includes(only.provider))) return null;
  const otp = testOtp(config, { ...chain, ...parts.shared }, only?.provider ?? null, parts);
  const providers = only === null ? chain.providers : [only.provider];
  const { command } = parts.tracing;
  return sendThrough({ providers, app: { ...app, otp }, command, language, isStored: false }, to);
}
