/** The CPU of a send by recipe beside the same call by hand. Both go through the same host, whose vendor answers at once. */
import { createHost } from "../../adapters/providers/_kit/host.ts";
import { createProvider } from "../../adapters/providers/_kit/create.ts";
import type { ProviderPlugin } from "../../adapters/providers/_kit/plugin.ts";
import { loadRecipe } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createRedactor } from "../../domain/redaction.ts";
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import { BY_HAND, type ByHand } from "./by-hand.ts";
import { below, type Finding } from "./findings.ts";
import { median, medianRatio, printTable } from "./numbers.ts";

const ROUNDS = 41;
const SENDS = 500;
const TARGET_US = 25;

interface Contender {
  readonly provider: Provider;
  /** The last call that it made. */
  readonly called: () => string;
}

export async function measureRecipe(): Promise<readonly Finding[]> {
  console.log(
    `\n== Recipe: CPU of a send by recipe, beside the same call by hand, ${ROUNDS} rounds of ${SENDS} sends. The vendor answers without a network.`,
  );
  const findings: Finding[] = [];
  for (const one of BY_HAND) findings.push(await recipeBesideHand(one));
  return findings;
}

async function recipeBesideHand(one: ByHand): Promise<Finding> {
  const { recipe } = one;
  const loaded = loadRecipe(`http/${recipe}`, ".");
  if (loaded.kind === "failed") throw new Error(loaded.cause);
  const { plugin } = loaded;
  const contenders = [
    contender(one, plugin),
    contender(one, { ...plugin, create: (_, host) => one.create(host) }),
  ];
  const [byRecipe, byHand] = contenders;
  if (byRecipe === undefined || byHand === undefined) throw new Error("two contenders were made");
  await expectSameCall(recipe, byRecipe, byHand);

  const recipeUs: number[] = [];
  const handUs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // They take turns at being first, and the first round only warms up.
    const first = round % 2 === 0 ? await cpuOf(byRecipe) : undefined;
    const hand = await cpuOf(byHand);
    const own = first ?? (await cpuOf(byRecipe));
    if (round === 0) continue;
    recipeUs.push(own);
    handUs.push(hand);
  }
  printTable(
    [`http/${recipe}, us of CPU`, "median", "fastest round"],
    [
      ["by recipe", median(recipeUs).toFixed(1), Math.min(...recipeUs).toFixed(1)],
      ["by hand", median(handUs).toFixed(1), Math.min(...handUs).toFixed(1)],
      ["recipe / by hand", medianRatio(recipeUs, handUs).toFixed(2), ""],
    ],
  );
  // Other load on the machine and garbage collection only add time.
  const more = Math.min(...recipeUs) - Math.min(...handUs);
  return below(TARGET_US, `http/${recipe}: CPU of a send more than the same call by hand`, more, "us");
}

function contender({ options, status, body }: ByHand, plugin: ProviderPlugin): Contender {
  let last = "";
  const host = createHost({
    clock: systemClock,
    fetch: async (url, { method, headers, body: sent }) => {
      last = JSON.stringify([method, url, headers, sent]);
      return new Response(body, { status });
    },
    codeLength: 6,
    print: () => {},
    keep: () => {},
  });
  const created = createProvider("contender", plugin, options, host, createRedactor());
  if (created.kind === "failed") throw new Error(created.cause);
  return { provider: created.opened.provider, called: () => last };
}

/** Microseconds of this process's CPU for one send. */
async function cpuOf({ provider }: Contender): Promise<number> {
  const before = process.cpuUsage();
  for (let sent = 0; sent < SENDS; sent++) await send(provider, sent);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / SENDS;
}

async function send(provider: Provider, count: number): Promise<void> {
  const now = systemClock.now();
  const message: DeliveryMessage = {
    verificationId: "ver_example",
    attemptId: `ver_example.${count}.0`,
    attemptIndex: 0,
    app: "shop",
    recipient: "+989121234567",
    code: "123456",
    channel: "sms",
    locale: "en",
    // Between two whole seconds, so that both contenders are left the same number of them.
    expiresAt: now + 300_500,
  };
  const { outcome } = await provider.deliver(message, now + 5_000);
  if (outcome !== "accepted") throw new Error(`a send was answered with "${outcome}"`);
}

/** What is compared must be the same call: method, address, headers and body. */
async function expectSameCall(name: string, one: Contender, other: Contender): Promise<void> {
  await send(one.provider, 0);
  await send(other.provider, 0);
  if (one.called() !== other.called())
    throw new Error(`http/${name} makes another call than by hand:\n${one.called()}\n${other.called()}`);
}
