/** Checks at run time what an author exports and creates: the types say the same, but not every author compiles against them. */
import { KindGuard, type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { Channel } from "../../../domain/delivery/provider.ts";
import { PLUGIN_API, type ProviderInstance, type ProviderPlugin } from "./plugin.ts";

const CHANNELS: readonly unknown[] = ["sms", "call", "messenger"] satisfies readonly Channel[];

/** Why `exported` is no plugin of this version, as a clause without a full stop. Null when it is one. */
export function pluginProblem(exported: unknown): string | null {
  if (exported === undefined) return "it has no default export made with defineProvider";
  if (typeof exported !== "object" || exported === null)
    return `its default export is ${exported === null ? "null" : `a ${typeof exported}`}, not a provider. Export what defineProvider takes`;
  const plugin: Readonly<Record<string, unknown>> = { ...exported };
  const { api, channels, options, create } = plugin;
  if (api === undefined)
    return `it does not say which provider API it is made for. Write "api: ${PLUGIN_API}" into what it exports`;
  if (api !== PLUGIN_API)
    return `it is made for provider API ${JSON.stringify(api)}, this Ramz has ${PLUGIN_API}. Update the package or Ramz`;
  if (!Array.isArray(channels) || channels.length === 0) return 'it names no channels, e.g. ["sms"]';
  const unknown: unknown = channels.find((channel) => !CHANNELS.includes(channel));
  if (unknown !== undefined)
    return `it names the channel ${JSON.stringify(unknown)}, which is unknown. Channels are ${CHANNELS.join(", ")}`;
  if (plugin["messenger"] !== undefined && !Value.Check(HintShape, plugin["messenger"]))
    return 'its messenger is not a name in both languages, e.g. { en: "Bale", fa: "بله" }';
  if (plugin["caution"] !== undefined && typeof plugin["caution"] !== "string")
    return "its caution is not text";
  if (!KindGuard.IsObject(options))
    return "it has no options schema made with Type.Object of @sinclair/typebox";
  return typeof create === "function" ? null : "it has no create function";
}

export function isPlugin(exported: unknown): exported is ProviderPlugin {
  return pluginProblem(exported) === null;
}

/** Why what `create` returned is no provider, as a sentence. Null when it is one. */
export function instanceProblem(instance: Partial<ProviderInstance> | null | undefined): string | null {
  if (typeof instance?.deliver !== "function")
    return "its create function must return an object with a deliver function. It may not be async.";
  const receipts = receiptProblem(instance);
  if (receipts !== null) return receipts;
  const invalid = Object.entries(instance.tools ?? {}).find(([, tool]) => !Value.Check(ToolShape, tool));
  return invalid === undefined ? null : `its tool "${invalid[0]}" needs a description and a run function.`;
}

/** The optional methods for receipts, as a plugin that was not type-checked may have them. */
function receiptProblem(instance: Partial<ProviderInstance>): string | null {
  for (const method of ["receipt", "status", "feedback"] as const) {
    const given: unknown = instance[method];
    if (given !== undefined && typeof given !== "function") return `its ${method} must be a function.`;
  }
  if (instance.polling !== undefined && !Value.Check(PollingShape, instance.polling))
    return "its polling needs afterMs, a list of milliseconds, and batchSize, a whole number from 1.";
  return instance.carriers === undefined || Value.Check(CarriersShape, instance.carriers)
    ? null
    : 'its carriers must be a list of operators, each with its country, e.g. ["TR-Turkcell"].';
}

const PollingShape = Type.Object({
  afterMs: Type.Array(Type.Number({ minimum: 0 }), { minItems: 1 }),
  batchSize: Type.Integer({ minimum: 1 }),
});

const CarriersShape = Type.Array(Type.String({ pattern: "^[A-Z]{2}-[A-Za-z]\\w*$" }));

const HintShape = Type.Object({ en: Type.String(), fa: Type.String() });

const ToolShape = Type.Object({ description: Type.String(), run: Type.Function([], Type.Unknown()) });

const FindingShape = Type.Object({
  level: Type.Union([Type.Literal("ok"), Type.Literal("warning"), Type.Literal("problem")]),
  subject: Type.String(),
  detail: Type.String(),
  remedy: Type.Optional(Type.String()),
});

const CellShape = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

/** What `examine` answers. */
export const FindingsShape = Type.Array(FindingShape);

/** What a tool answers. */
export const ReportShape = Type.Union([
  Type.Object({
    kind: Type.Literal("report"),
    rows: Type.Array(Type.Record(Type.String(), CellShape)),
  }),
  Type.Object({ kind: Type.Literal("failed"), finding: FindingShape }),
]);

/** `answer` if it has this shape. Throws otherwise; `expected` names the shape in the error, e.g. "a list of findings". */
export function checkedAnswer<T>(shape: TSchema, answer: T, expected: string): T {
  if (Value.Check(shape, answer)) return answer;
  throw new Error(`its answer is not ${expected}`);
}
