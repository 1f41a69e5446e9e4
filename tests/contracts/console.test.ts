import { expect, test } from "bun:test";
import { createInbox } from "../../adapters/providers/_kit/dev-inbox.ts";
import { createHost } from "../../adapters/providers/_kit/host.ts";
import { openProviders } from "../../adapters/providers/_kit/open-chain.ts";
import { createRedactor } from "../../domain/redaction.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import { createSimClock } from "../support/sim-clock.ts";
import { providerContract } from "./delivery.ts";
import { CODE, messagesFor } from "./messages.ts";

const clock = createSimClock();

providerContract({
  test,
  expect,
  name: "console",
  make: async () => ({ provider: await openConsole([]), now: () => clock.now(), close: async () => {} }),
  skip: [
    {
      reason: "it has no vendor that could fail",
      tests: [
        "answers unavailable, with a hint, when its vendor refuses the connection",
        "answers unknown in time, with a hint, when its vendor takes the message and hangs",
      ],
    },
  ],
});

test("console: shows number and code at the terminal, isolated from surrounding right-to-left text", async () => {
  const printed: string[] = [];
  const provider = await openConsole(printed);
  const [message] = messagesFor(provider, clock.now());
  await provider.deliver(message, clock.now() + 1_000);
  const [text = ""] = printed;
  expect(text).toContain(`sms to ${message.recipient}`);
  expect(text).toContain(`code  ${CODE}`);
  expect(text).toContain("good for 300 s");
  for (const line of text.split("\n")) expect(line).toMatch(/^\u2066.*\u2069$/);
});

async function openConsole(printed: string[]): Promise<Provider> {
  const opened = await openProviders({
    names: ["console"],
    tables: {},
    env: {},
    baseDir: import.meta.dir,
    production: false,
    redactor: createRedactor(),
    host: createHost({
      clock,
      fetch,
      codeLength: CODE.length,
      print: (text) => printed.push(text),
      keep: (message) => createInbox().keep(message),
    }),
  });
  if (opened.kind === "problems") throw new Error(opened.problems.join("\n"));
  const [first] = opened.chain;
  if (first === undefined) throw new Error("the chain is empty");
  return first.provider;
}
