/** A console with something to see on every page: a provider that fails, another that takes over, a suspicious block, and budgets in use. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { compose } from "../../app/composition/compose.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/http/server.ts";
import type { DeliveryResult, Provider } from "../../domain/delivery/provider.ts";
import { testKey } from "../app/access/app-keys.ts";
import { tempFolder } from "../support/process.ts";

const SARA = testKey();

export interface ConsoleStory extends AsyncDisposable {
  readonly origin: string;
  /** The numbers that each provider was handed, by provider. */
  readonly handed: Map<string, string[]>;
  /** What the first provider answers from now on. */
  fails(isFailing: boolean): void;
  /** Starts a verification, and resolves to the status of the reply. */
  start(to: string): Promise<number>;
  /** Signs in on a page that was just opened at the console. */
  signIn(page: Page): Promise<void>;
}

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
[limits]\nmessages_per_day = 200\nrial_per_day = 900000
[guard]\nmode = "enforce"\nblock_floor = 3`,
  );
  const env = {
    RAMZ_STORE: "sqlite::memory:",
    RAMZ_PROVIDERS: "console",
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
  };
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const handed = new Map<string, string[]>();
  let isFailing = true;
  const provider = (name: string, answer: () => DeliveryResult): Provider => ({
    name,
    account: "kavenegar",
    channels: ["sms"],
    explain: () => null,
    async deliver({ recipient }) {
      handed.set(name, [...(handed.get(name) ?? []), recipient]);
      return answer();
    },
  });
  const accepted = (): DeliveryResult => ({
    outcome: "accepted",
    messageId: `${handed.size}`,
    costRial: 1_900,
  });
  const composed = await compose(loaded.config, env, {
    log: () => {},
    print: () => {},
    providers: [
      provider("kavenegar/verify", () => (isFailing ? REFUSED : accepted())),
      provider("kavenegar/sms", accepted),
    ],
  });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  const { ramz } = composed;
  const listening = listen(ramz, { host: "127.0.0.1", port, ...loaded.config.http });
  return {
    origin,
    handed,
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

function freePort(): number {
  const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = server;
  server.stop(true);
  return port;
}
