import type { OutboxMessage } from "./outbox.ts";
import type { Behaviour } from "./faults.ts";
import type { Params } from "./rules.ts";
import type { VendorOptions } from "./vendor-api.ts";

export interface KavenegarSimulator {
  /** For KAVENEGAR_BASE_URL. */
  readonly url: string;
  /** What reached a phone, oldest first. */
  readonly outbox: readonly OutboxMessage[];
  readonly calls: readonly SimulatedCall[];
  /** Makes the next `times` calls (all, by default) of a method, or of any method with `*`, behave like that. */
  behave(method: string, behaviour: Behaviour, times?: number): void;
  /** Forgets behaviours, calls, messages and costs. */
  reset(): void;
  stop(): Promise<void>;
}

/** A request the simulator saw, whatever became of it. */
export interface SimulatedCall {
  readonly verb: string;
  readonly method: string;
  readonly params: Params;
}

export interface SimulatorOptions extends Partial<VendorOptions> {
  /** 0, the default, takes a free one. */
  readonly port?: number;
}
