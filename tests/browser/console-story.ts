/**
 * A console with something to see on every page: a provider that fails, another that takes over, a suspicious block, budgets in use, and two
 * days of messages.
 */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { createSecrets } from "../../adapters/system/secrets.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { compose } from "../../app/composition/compose.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/http/server.ts";
import type { DeliveryResult, Provider } from "../../domain/delivery/provider.ts";
import { approvedCount, receiptCounts, sentCount } from "../../domain/routing/funnel.ts";
import { POINTS, routeCounts } from "../../domain/routing/route-windows.ts";
import { chainKeyOf } from "../../domain/routing/routing.ts";
import type { Store } from "../../domain/storage/store.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { testKey } from "../app/access/app-keys.ts";
import { tempFolder } from "../support/process.ts";

const SARA = testKey();
const SECRET = "a-secret-of-the-story-with-32-characters";
const CHAIN = ["kavenegar/verify", "kavenegar/sms"] as const;

export interface ConsoleStory extends AsyncDisposable {
  readonly origin: string;
  /** How often each provider was called. */
  calls(provider: string): number;
  /** What the first provider answers from now on. */
  fails(isFailing: boolean): void;
  /** Starts a verification, and resolves to the status of the reply. */
  start(to: string): Promise<number>;
  /** Signs in on a page that was just opened at the console. */
  signIn(page: Page): Promise<void>;
}

const ACCEPTED: DeliveryResult = { outcome: "accepted", costRial: 1_900 };
const REFUSED: DeliveryResult = {
  outcome: "refused",
  fault: "message",
  reason: "sender_invalid",
  vendorCode: "412",
};

/** Listens on a port of its own, under the name that the console is served by. */
export async function startConsoleStory(): Promise<ConsoleStory> {
  const folder = tempFolder();
  const port = freePort();
  const origin = `http://127.0.0.1:${port}`;
  folder.write(
    "ramz.toml",
    `[admin]\norigin = "${origin}"\nkeys = [{ name = "sara", hash = "${SARA.hash}" }]
[limits]\nmessages_per_day = 40\nrial_per_day = 900000
[guard]\nmode = "enforce"\nblock_floor = 3
[routing]\nmode = "monitor"\nprefer = "cheapest"
prices = { "kavenegar/verify" = 900, "kavenegar/sms" = 1200 }`,
  );
  const env = { RAMZ_SECRET: SECRET, RAMZ_PROVIDERS: "console", RAMZ_CONFIG: join(folder.path, "ramz.toml") };
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const calls = new Map<string, number>();
  let isFailing = true;
  const provider = (name: string, answer: () => DeliveryResult): Provider => ({
    name,
    account: "kavenegar",
    channels: ["sms"],
    explain: () => null,
    async deliver() {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return answer();
    },
  });
  const store = openSqlite({ path: ":memory:", clock: systemClock });
  await countTwoDays(store);
  await countRoutes(store);
  const composed = await compose(loaded.config, env, {
    log: () => {},
    print: () => {},
    store,
    providers: [
      provider("kavenegar/verify", () => (isFailing ? REFUSED : ACCEPTED)),
      provider("kavenegar/sms", () => ACCEPTED),
    ],
  });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  const { ramz } = composed;
  const listening = listen(ramz, { host: "127.0.0.1", port, ...loaded.config.http });
  return {
    origin,
    calls: (name) => calls.get(name) ?? 0,
    fails(is) {
      isFailing = is;
    },
    async start(to) {
      const response = await fetch(`${origin}/v1/verifications`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ to }),
      });
      return response.status;
    },
    async signIn(page) {
      await page.locator("input[name=key]").fill(SARA.key);
      await page.keyboard.press("Enter");
      await page.locator("nav").waitFor();
    },
    async [Symbol.asyncDispose]() {
      await listening.stop();
      await ramz.close();
      folder[Symbol.dispose]();
    },
  };
}

const ROUTES = [
  { operator: "IR-MCI", provider: "kavenegar/verify", scale: 30, arrives: 0.97, approves: 0.88 },
  { operator: "IR-Irancell", provider: "kavenegar/verify", scale: 22, arrives: 0.95, approves: 0.85 },
  { operator: "IR-RighTel", provider: "kavenegar/sms", scale: 6, arrives: 0.8, approves: 0.6 },
];

/** More by day than by night. */
async function countTwoDays({ windows }: Pick<Store, "windows">): Promise<void> {
  const now = Date.now();
  for (const { operator, provider, scale, arrives, approves } of ROUTES)
    for (let ago = 1; ago < 47; ago++) {
      const send = now - ago * HOUR_MS;
      const message = { send, operator, provider };
      const hour = new Date(send + 3.5 * HOUR_MS).getUTCHours();
      const sent = Math.round(scale * (1.2 - Math.cos((2 * Math.PI * (hour - 4)) / 24)));
      const [delivered, approved] = [Math.round(sent * arrives), Math.round(sent * approves)];
      const counts = [
        { ...sentCount(message), amount: sent },
        { ...approvedCount(message), amount: approved },
        ...receiptCounts(message, "delivered").map((count) => ({ ...count, amount: delivered })),
        ...receiptCounts(message, "undelivered").map((count) => ({ ...count, amount: sent - delivered })),
      ];
      await windows.count(counts, send);
    }
}

/** Ten hours of first sends: the first provider has become weak for one operator. */
async function countRoutes({ windows }: Pick<Store, "windows">): Promise<void> {
  const now = Date.now();
  const chain = chainKeyOf("sms", CHAIN, createSecrets([SECRET]));
  const counted = [
    { operator: "IR-MCI", provider: "kavenegar/verify", sent: 40, approved: 34 },
    { operator: "IR-Irancell", provider: "kavenegar/verify", sent: 12, approved: 4 },
    { operator: "IR-Irancell", provider: "kavenegar/sms", sent: 10, approved: 9 },
  ];
  for (const { operator, provider, sent, approved } of counted)
    for (let ago = 2; ago <= 11; ago++) {
      const first = { operator, provider, chain, send: now - ago * HOUR_MS };
      const counts = [
        ...routeCounts(first, "used", sent * POINTS.send, now),
        ...routeCounts(first, "approved", approved * POINTS.inTime, now),
      ];
      await windows.count(counts, first.send);
    }
}

function freePort(): number {
  const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = server;
  server.stop(true);
  return port;
}
