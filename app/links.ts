/** The providers of the chain, as their operator sees them. */
import type { Channel, DeliveryMessage, Provider } from "../domain/delivery.ts";
import type { Clock, EpochMs } from "../domain/ports.ts";
import type { Finding, Tool } from "./compose.ts";

type Examine = (deadline: EpochMs) => Promise<readonly Finding[] | null>;

export interface Link {
  readonly name: string;
  readonly channels: readonly Channel[];
  /** Shows codes instead of sending them. */
  readonly developmentOnly: boolean;
  /** What it finds out about itself by the deadline, without sending anything; null when it has no examination. */
  readonly examine: Examine;
  readonly tools: Readonly<Record<string, Tool>>;
}

/** A provider just opened. */
interface Opened extends Pick<Link, "developmentOnly" | "tools" | "examine"> {
  readonly provider: Provider;
}

/** Time a provider gets to say by itself that time is up. */
const GRACE_MS = 250;

/** Its examination is held to the deadline: one that hangs or throws is a finding, not a failure of Ramz. */
export function linkOf(opened: Opened, clock: Clock, redact: (text: string) => string): Link {
  const { provider, developmentOnly, tools } = opened;
  const { name, channels } = provider;
  return {
    name,
    channels,
    developmentOnly,
    tools,
    async examine(deadline) {
      const timer = clock.timer(Math.max(0, deadline - clock.now()) + GRACE_MS);
      const overdue = timer.elapsed.then(() => [OVERDUE]);
      try {
        return await Promise.race([opened.examine(deadline), overdue]);
      } catch (error) {
        return [thrown(redact(error instanceof Error ? error.message : String(error)))];
      } finally {
        timer.cancel();
      }
    },
  };
}

const OVERDUE: Finding = {
  level: "problem",
  subject: "examination",
  detail: "It did not answer in time.",
  remedy: "Give it longer with --timeout, or ask the provider's author.",
};

function thrown(cause: string): Finding {
  return {
    level: "problem",
    subject: "examination",
    detail: `It threw an error: ${cause}`,
    remedy: "Report it to the provider's author.",
  };
}

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
