/** Creates a provider from its plugin, and holds what the plugin gives to the contract: some are written by others. */
import { type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { Provider } from "../../../domain/delivery/provider.ts";
import type { Finding, ProviderHost, ProviderInstance, ProviderPlugin, Tool } from "./plugin.ts";
import type { EpochMs } from "../../../domain/time.ts";

export interface OpenedProvider {
  readonly provider: Provider;
  readonly developmentOnly: boolean;
  /** Its options as they are in force, secret ones as `***`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Values of its secret options, so that they can be kept out of logs and spans. */
  readonly secrets: readonly string[];
  /** What it found out about itself; null when it has no examination. Throws when that is no list of findings. */
  examine(deadline: EpochMs): Promise<readonly Finding[] | null>;
  /** By name. Their `run` throws when what they answer is no report. */
  readonly tools: Readonly<Record<string, Tool>>;
}

export type Created =
  | { readonly kind: "created"; readonly opened: OpenedProvider }
  /** `cause` is a sentence without a secret in it. */
  | { readonly kind: "failed"; readonly cause: string };

/** An author may forget to name a secret among `secrets`; it must not be shown for that. */
const SOUNDS_SECRET = /key|token|secret|pass|auth/i;

/** `given` are the plugin's options, already checked. */
export function createProvider(
  name: string,
  plugin: ProviderPlugin,
  given: Readonly<Record<string, unknown>>,
  host: ProviderHost,
): Created {
  const secrets = (plugin.secrets ?? []).map((option) => given[option]).filter(isText);
  try {
    const instance = plugin.create(given, host);
    const fault = faultOf(instance);
    if (fault !== null) return { kind: "failed", cause: fault };
    const shown = Object.entries(given).map(([option, value]) => [
      option,
      plugin.secrets?.includes(option) || SOUNDS_SECRET.test(option) ? "***" : value,
    ]);
    const options = Object.fromEntries(shown);
    return { kind: "created", opened: { ...opened(name, plugin, instance, secrets), options } };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return {
      kind: "failed",
      cause: secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text),
    };
  }
}

function opened(
  name: string,
  plugin: ProviderPlugin,
  instance: ProviderInstance,
  secrets: readonly string[],
): OpenedProvider {
  const tools = Object.entries(instance.tools ?? {}).map(([word, tool]): [string, Tool] => [
    word,
    {
      description: tool.description,
      run: async (deadline) => sound(Report, await tool.run(deadline), "no report of rows"),
    },
  ]);
  return {
    provider: {
      name,
      account: instance.account ?? name,
      channels: plugin.channels,
      deliver: (message, deadline) => instance.deliver(message, deadline),
      explain: (reason) => instance.explain?.(reason) ?? null,
    },
    developmentOnly: plugin.developmentOnly ?? false,
    secrets,
    async examine(deadline) {
      const found = await instance.examine?.(deadline);
      return found === undefined ? null : sound(Findings, found, "no list of findings");
    },
    tools: Object.fromEntries(tools),
  };
}

/** What keeps it from being a provider, or null. The types say otherwise, but nobody has to have looked at them. */
function faultOf(instance: Partial<ProviderInstance> | null | undefined): string | null {
  if (typeof instance?.deliver !== "function")
    return "its create function gives nothing with a deliver function. It may not be async.";
  const broken = Object.entries(instance.tools ?? {}).find(([, tool]) => !Value.Check(ToolShape, tool));
  return broken === undefined ? null : `its tool "${broken[0]}" needs a description and a run function.`;
}

const ToolShape = Type.Object({ description: Type.String(), run: Type.Function([], Type.Unknown()) });

const FindingShape = Type.Object({
  level: Type.Union([Type.Literal("ok"), Type.Literal("warning"), Type.Literal("problem")]),
  subject: Type.String(),
  detail: Type.String(),
  remedy: Type.Optional(Type.String()),
});

const Findings = Type.Array(FindingShape);

const Cell = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

const Report = Type.Union([
  Type.Object({
    kind: Type.Literal("report"),
    rows: Type.Array(Type.Record(Type.String(), Cell)),
  }),
  Type.Object({ kind: Type.Literal("failed"), finding: FindingShape }),
]);

function sound<T>(shape: TSchema, answer: T, otherwise: string): T {
  if (Value.Check(shape, answer)) return answer;
  throw new Error(`it answered ${otherwise}`);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
