/** A simulated vendor as tests and `ramz dev` use it: a real HTTP server on this machine that sends no messages. */
import type { Channel } from "../../../domain/delivery/provider.ts";
import type { Behaviour } from "./behaviour.ts";

export interface Simulator<Call extends SimulatedCall = SimulatedCall> {
  /** For the provider's base URL. */
  readonly url: string;
  /** The messages that reached a phone, oldest first. */
  readonly outbox: readonly PhoneMessage[];
  /** The requests that arrived, with any outcome. */
  readonly calls: readonly Call[];
  /** Gives the next `times` calls (by default all) of a method, or of any method with `*`, this behaviour. */
  behave(method: string, behaviour: Behaviour, times?: number): void;
  /** Clears behaviours, calls, messages, settings and costs. */
  reset(): void;
  stop(): Promise<void>;
}

/** A request to the vendor. Each vendor adds what its requests hold; none keeps the key. */
export interface SimulatedCall {
  readonly verb: string;
  /** The name by which orders to misbehave know it, e.g. `send/verify`. */
  readonly method: string;
}

/** A message that reached a phone. */
export interface PhoneMessage {
  /** The number as the vendor got it. */
  readonly to: string;
  readonly text: string;
  readonly code: string;
  readonly sender: string;
  readonly channel: Channel;
  readonly method: string;
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What the account at every simulated vendor has. */
export interface SimulatedAccount {
  readonly keys: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every message that reaches a phone. */
  readonly onMessage?: (message: PhoneMessage) => void;
}

/** How a simulator is started: of its account, what is left out has a default. */
export type StartOptions<Account> = Partial<Account> & {
  /** 0, the default, selects a free port. */
  readonly port?: number;
};
