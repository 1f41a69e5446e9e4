/** The providers of the chain, as their operator sees them. */
import type { Channel, DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Finding, Tool, ToolReport } from "../../adapters/providers/_kit/plugin.ts";
import { type EpochMs, withTimeout } from "../../domain/time.ts";
import { GRACE_MS } from "../../domain/delivery/call-provider.ts";

type Examined = readonly Finding[] | null;

export interface ProviderHandle {
  readonly name: string;
  /** The app whose own chain it belongs to; null: the service's. */
  readonly owner: string | null;
  readonly channels: readonly Channel[];
  /** Shows codes instead of sending them. */
  readonly developmentOnly: boolean;
  /** As they are in force, secret ones as `***`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What it finds out about itself by the deadline, without sending anything; null when it has no examination. */
  readonly examine: (deadline: EpochMs) => Promise<Examined>;
  /** By name; each answers by the deadline. */
  readonly tools: Readonly<Record<string, Tool>>;
}

/** A provider just opened. */
interface Opened extends Pick<ProviderHandle, "developmentOnly" | "tools" | "examine"> {
  readonly provider: Provider;
  readonly options?: ProviderHandle["options"];
}

/** What it runs is held to the deadline: a provider that hangs or throws is a finding, not a failure of Ramz. */
export function providerHandleOf(
  opened: Opened,
  owner: ProviderHandle["owner"],
  clock: Clock,
  redact: (text: string) => string,
): ProviderHandle {
  const { provider, developmentOnly, options = {} } = opened;
  const { name, channels } = provider;
  const held = holderOf(clock, redact);
  const tools = Object.entries(opened.tools).map(([word, tool]): [string, Tool] => {
    const run = (deadline: EpochMs) =>
      held<ToolReport>(word, deadline, tool.run(deadline), (finding) => ({ kind: "failed", finding }));
    return [word, { description: tool.description, run }];
  });
  return {
    name,
    owner,
    channels,
    developmentOnly,
    options,
    tools: Object.fromEntries(tools),
    examine: (deadline) =>
      held<Examined>("examination", deadline, opened.examine(deadline), (finding) => [finding]),
  };
}

function holderOf(clock: Clock, redact: (text: string) => string) {
  return async <T>(
    subject: string,
    deadline: EpochMs,
    answer: Promise<T>,
    otherwise: (finding: Finding) => T,
  ): Promise<T> => {
    const timer = clock.timer(Math.max(0, deadline - clock.now()) + GRACE_MS);
    try {
      const first = await withTimeout(timer, answer);
      return first === "timed_out" ? otherwise({ ...OVERDUE, subject }) : first;
    } catch (error) {
      const cause = redact(error instanceof Error ? error.message : String(error));
      return otherwise({ ...THREW, subject, detail: `It threw an error: ${cause.replace(/\.$/, "")}.` });
    }
  };
}

const OVERDUE = {
  level: "problem",
  detail: "It did not answer in time.",
  remedy: "Give it longer with --timeout, or ask the provider's author.",
} as const;

const THREW = { level: "problem", remedy: "Report it to the provider's author." } as const;

/** The provider, with every message it is handed told to `watch` first. */
export function watched(
  provider: Provider,
  watch: ((message: DeliveryMessage) => void) | undefined,
): Provider {
  if (watch === undefined) return provider;
  return {
    ...provider,
    deliver(message, deadline) {
      watch(message);
      return provider.deliver(message, deadline);
    },
  };
}
