/** Creates a provider from its plugin and its checked options. */
import type { Provider } from "../../../domain/delivery/provider.ts";
import {
  createRedactor,
  type Redact,
  REDACTED,
  type Redactor,
  withoutSecrets,
} from "../../../domain/redaction.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { Finding, ProviderHost, ProviderInstance, ProviderPlugin, Tool } from "./plugin.ts";
import { checkedAnswer, FindingsShape, instanceProblem, ReportShape } from "./plugin-shape.ts";
import { receiptPartOf } from "./receipt-part.ts";
import { explainTransport } from "./transport-failure.ts";

export interface OpenedProvider {
  readonly provider: Provider;
  readonly developmentOnly: boolean;
  /** See `ProviderPlugin`. */
  readonly caution?: string;
  /** Its options in force, secret ones as `***`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Its findings about itself; null when it has no examination. Throws when the answer is not a list of findings. */
  examine(deadline: EpochMs): Promise<readonly Finding[] | null>;
  /** By name. `run` throws when the answer is not a report. */
  readonly tools: Readonly<Record<string, Tool>>;
}

export type Created =
  | { readonly kind: "created"; readonly opened: OpenedProvider }
  /** `cause` is a sentence without a secret in it. */
  | { readonly kind: "failed"; readonly cause: string };

/** Options with such names are shown as `***` even if the author did not list them in `secrets`. */
const SOUNDS_SECRET = /key|token|secret|pass|auth/i;

/** `options` are the plugin's options, already checked. The secret ones are added to the list of secrets first, in a test to a list of its own. */
export function createProvider(
  name: string,
  plugin: ProviderPlugin,
  options: Readonly<Record<string, unknown>>,
  host: ProviderHost,
  { add, redact }: Redactor = createRedactor(),
): Created {
  add(...(plugin.secrets ?? []).flatMap((option) => textOf(options[option])));
  try {
    const instance = plugin.create(options, host);
    const problem = instanceProblem(instance);
    if (problem !== null) return { kind: "failed", cause: problem };
    const shown = Object.entries(options).map(([option, value]) => [
      option,
      plugin.secrets?.includes(option) || SOUNDS_SECRET.test(option) ? REDACTED : value,
    ]);
    const opened = { ...openedProvider(name, plugin, instance, redact), options: Object.fromEntries(shown) };
    return { kind: "created", opened };
  } catch (error) {
    return { kind: "failed", cause: redact(error instanceof Error ? error.message : String(error)) };
  }
}

function openedProvider(
  name: string,
  plugin: ProviderPlugin,
  instance: ProviderInstance,
  redact: Redact,
): OpenedProvider {
  const tools = Object.entries(instance.tools ?? {}).map(([word, tool]): [string, Tool] => [
    word,
    {
      description: tool.description,
      ...(tool.readsAnswer === true && { readsAnswer: true }),
      run: async (deadline, pasted) =>
        checkedAnswer(ReportShape, await tool.run(deadline, pasted), "a report of rows"),
    },
  ]);
  return {
    provider: {
      name,
      account: instance.account ?? name,
      channels: plugin.channels,
      ...(plugin.messenger && { messenger: plugin.messenger }),
      deliver: async (message, deadline) =>
        withTexts(await instance.deliver(message, deadline), (text) =>
          withoutSecrets(redact(text), [message.code]),
        ),
      explain: (reason) => instance.explain?.(reason) ?? explainTransport(reason),
      ...receiptPartOf(instance, redact),
    },
    developmentOnly: plugin.developmentOnly ?? false,
    ...(plugin.caution !== undefined && { caution: plugin.caution }),
    async examine(deadline) {
      const findings = await instance.examine?.(deadline);
      return findings === undefined ? null : checkedAnswer(FindingsShape, findings, "a list of findings");
    },
    tools: Object.fromEntries(tools),
  };
}

/** What a vendor may write into, and with it an echo of what it was sent. */
const TEXTS = ["reason", "vendorCode", "messageId"];

/** The result with these texts changed. What is not a result passes as it is; the domain rejects it. */
function withTexts<T>(result: T, change: (text: string) => string): T {
  if (typeof result !== "object" || result === null) return result;
  const texts = Object.entries(result).flatMap(([name, value]) =>
    TEXTS.includes(name) && typeof value === "string" ? [[name, change(value)] as const] : [],
  );
  return { ...result, ...Object.fromEntries(texts) };
}

function textOf(value: unknown): readonly string[] {
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}
