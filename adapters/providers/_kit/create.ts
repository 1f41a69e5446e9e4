/** Creates a provider from its plugin and its checked options. */
import type { Provider } from "../../../domain/delivery/provider.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { Finding, ProviderHost, ProviderInstance, ProviderPlugin, Tool } from "./plugin.ts";
import { checkedAnswer, FindingsShape, instanceProblem, ReportShape } from "./plugin-shape.ts";
import { explainTransport } from "./transport-failure.ts";

export interface OpenedProvider {
  readonly provider: Provider;
  readonly developmentOnly: boolean;
  /** Its options in force, secret ones as `***`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Values of its secret options, for keeping them out of logs and spans. */
  readonly secrets: readonly string[];
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

/** `options` are the plugin's options, already checked. */
export function createProvider(
  name: string,
  plugin: ProviderPlugin,
  options: Readonly<Record<string, unknown>>,
  host: ProviderHost,
): Created {
  const secrets = (plugin.secrets ?? []).map((option) => options[option]).filter(isText);
  try {
    const instance = plugin.create(options, host);
    const problem = instanceProblem(instance);
    if (problem !== null) return { kind: "failed", cause: problem };
    const shown = Object.entries(options).map(([option, value]) => [
      option,
      plugin.secrets?.includes(option) || SOUNDS_SECRET.test(option) ? "***" : value,
    ]);
    const opened = { ...openedProvider(name, plugin, instance, secrets), options: Object.fromEntries(shown) };
    return { kind: "created", opened };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const cause = secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
    return { kind: "failed", cause };
  }
}

function openedProvider(
  name: string,
  plugin: ProviderPlugin,
  instance: ProviderInstance,
  secrets: readonly string[],
): OpenedProvider {
  const tools = Object.entries(instance.tools ?? {}).map(([word, tool]): [string, Tool] => [
    word,
    {
      description: tool.description,
      run: async (deadline) => checkedAnswer(ReportShape, await tool.run(deadline), "a report of rows"),
    },
  ]);
  return {
    provider: {
      name,
      account: instance.account ?? name,
      channels: plugin.channels,
      deliver: (message, deadline) => instance.deliver(message, deadline),
      explain: (reason) => instance.explain?.(reason) ?? explainTransport(reason),
    },
    developmentOnly: plugin.developmentOnly ?? false,
    secrets,
    async examine(deadline) {
      const findings = await instance.examine?.(deadline);
      return findings === undefined ? null : checkedAnswer(FindingsShape, findings, "a list of findings");
    },
    tools: Object.fromEntries(tools),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
