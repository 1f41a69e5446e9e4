/** Providers as an operator sees them: name, options, examination and tools. */
import type { Finding, Tool, ToolReport } from "../../adapters/providers/_kit/plugin.ts";
import { GRACE_MS } from "../../domain/delivery/call-provider.ts";
import type { Channel, Provider } from "../../domain/delivery/provider.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Redact } from "../../domain/redaction.ts";
import { type EpochMs, withTimeout } from "../../domain/time.ts";

type Examined = readonly Finding[] | null;

export interface ProviderHandle {
  readonly name: string;
  /** The app whose own chain it belongs to; null for the service's chain. */
  readonly owner: string | null;
  readonly channels: readonly Channel[];
  /** Shows codes instead of sending them. */
  readonly developmentOnly: boolean;
  /** What an operator must know before relying on it. */
  readonly caution?: string;
  /** The options in force, with secret ones as `***`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the provider finds out about itself by the deadline, without sending; null when it has no examination. */
  readonly examine: (deadline: EpochMs) => Promise<Examined>;
  /** By name. Each answers by the deadline. */
  readonly tools: Readonly<Record<string, Tool>>;
}

interface Opened extends Pick<ProviderHandle, "developmentOnly" | "caution" | "tools" | "examine"> {
  readonly provider: Provider;
  readonly options?: ProviderHandle["options"];
}

/** Examination and tools keep the deadline and never reject: a provider that hangs or throws is reported as a finding. */
export function providerHandleOf(
  opened: Opened,
  owner: ProviderHandle["owner"],
  clock: Clock,
  redact: Redact,
): ProviderHandle {
  const { developmentOnly, caution, options = {}, tools } = opened;
  const { name, channels } = opened.provider;
  const guarded = guardWith(clock, redact);
  const guardedTool = (word: string, tool: Tool): Tool => ({
    description: tool.description,
    ...(tool.readsAnswer === true && { readsAnswer: true }),
    run: (deadline, pasted) =>
      guarded<ToolReport>(word, deadline, tool.run(deadline, pasted), (finding) => ({
        kind: "failed",
        finding,
      })),
  });
  return {
    name,
    owner,
    channels,
    developmentOnly,
    ...(caution !== undefined && { caution }),
    options,
    tools: Object.fromEntries(Object.entries(tools).map(([word, tool]) => [word, guardedTool(word, tool)])),
    examine: (deadline) =>
      guarded<Examined>("examination", deadline, opened.examine(deadline), (finding) => [finding]),
  };
}

/** Waits for an answer until the deadline; `otherwise` makes one from the finding when there is none. */
function guardWith(clock: Clock, redact: Redact) {
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
  remedy: "Raise --timeout, or ask the provider's author.",
} as const;

const THREW = { level: "problem", remedy: "Report it to the provider's author." } as const;
