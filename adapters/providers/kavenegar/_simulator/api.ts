/** The simulator as tests and `ramz dev` use it. */
import type { OutboxMessage } from "./outbox.ts";
import type { Behaviour } from "./faults.ts";
import type { Params } from "./fields.ts";
import type { Inbound } from "./inbox.ts";
import type { VendorOptions } from "./vendor-api.ts";

export interface KavenegarSimulator {
  /** For KAVENEGAR_BASE_URL. */
  readonly url: string;
  /** The messages that reached a phone, oldest first. */
  readonly outbox: readonly OutboxMessage[];
  readonly calls: readonly SimulatedCall[];
  /** Gives the next `times` calls (by default all) of a method, or of any method with `*`, this behaviour. */
  behave(method: string, behaviour: Behaviour, times?: number): void;
  /** A text arrives at a line of the account. */
  receive(inbound: Inbound): void;
  /** Clears behaviours, calls, messages, settings and costs. */
  reset(): void;
  stop(): Promise<void>;
}

/** A request that arrived, with any outcome. */
export interface SimulatedCall {
  readonly verb: string;
  readonly method: string;
  readonly params: Params;
}

export interface SimulatorOptions extends Partial<VendorOptions> {
  /** 0, the default, selects a free port. */
  readonly port?: number;
}
