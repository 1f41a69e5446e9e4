/** A vendor that a recipe of a test describes: a real server with an answer for each call, and what it was asked. */
import { createProvider } from "../../../../adapters/providers/_kit/create.ts";
import { createHost } from "../../../../adapters/providers/_kit/host.ts";
import { readRecipe } from "../../../../adapters/providers/http/_recipe/read-recipe.ts";
import { recipeProvider } from "../../../../adapters/providers/http/_recipe/recipe-provider.ts";
import { systemClock } from "../../../../adapters/system/clock.ts";
import { createRedactor } from "../../../../domain/redaction.ts";
import type { DeliveryMessage, DeliveryResult } from "../../../../domain/delivery/provider.ts";

export const MESSAGE: DeliveryMessage = {
  verificationId: "ver_example",
  attemptId: "ver_example.1.0",
  attemptIndex: 0,
  app: "shop",
  recipient: "+989121234567",
  code: "012345",
  channel: "sms",
  locale: "en",
  expiresAt: 300_000,
};

/** A small recipe; `{base_url}` is the server of a test. */
export const RECIPE = `
api = 1
title = "Test vendor"
channels = ["sms"]
account = ["api_key"]

[options]
api_key = { secret = true, about = "The key." }
base_url = { https = true, about = "Where the vendor is." }
sender = { optional = true, about = "The line." }

[send]
method = "POST"
url = "{base_url}/send/{number.local}"
auth = { kind = "header", name = "X-Key", value = "{api_key}" }
json = { to = "{number.e164}", code = "{code}", "from?" = "{sender}", ttl = "{seconds:int}" }

[accept]
http = [200]
when = { ok = ["true"] }
id = "id"

[faults]
code = ["code"]
codes = { 10 = "account key_invalid", 20 = "message template_unknown", 30 = "number blacklisted", 40 = "recipient recipient_invalid", 50 = "unavailable throttled" }
`;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly text: string;
}

export interface Vendor {
  readonly baseUrl: string;
  readonly asked: Asked[];
  stop(): Promise<void>;
}

/** Starts a vendor on a free port; `answer` is called for each request. */
export function startVendor(answer: (asked: Asked) => Response | Promise<Response>): Vendor {
  const asked: Asked[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const url = new URL(request.url);
      const one = {
        method: request.method,
        path: url.pathname + url.search,
        headers: request.headers,
        text: await request.text(),
      };
      asked.push(one);
      return answer(one);
    },
  });
  return { baseUrl: `http://127.0.0.1:${server.port}`, asked, stop: () => server.stop(true) };
}

/** A provider made of a recipe's text. Throws when it cannot be made. */
export function providerOf(toml: string, options: Readonly<Record<string, unknown>>) {
  const read = readRecipe(toml);
  if (read.kind === "problems") throw new Error(read.problems.join("\n"));
  const host = createHost({
    clock: systemClock,
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    codeLength: 6,
    print: () => {},
    keep: () => {},
  });
  const plugin = recipeProvider(read.recipe, "TEST");
  const created = createProvider("http/test", plugin, options, host, createRedactor());
  if (created.kind === "failed") throw new Error(created.cause);
  return created.opened;
}

/** Sends the example message through a recipe. */
export async function sendThrough(
  toml: string,
  options: Readonly<Record<string, unknown>>,
  waitMs = 2_000,
): Promise<DeliveryResult> {
  const expiresAt = systemClock.now() + 300_000;
  const { provider } = providerOf(toml, options);
  return provider.deliver({ ...MESSAGE, expiresAt }, systemClock.now() + waitMs);
}
