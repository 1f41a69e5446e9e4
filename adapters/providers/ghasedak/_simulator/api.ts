/** The simulator as tests and `ramz dev` use it. */
import type { PhoneMessage, SimulatedCall, Simulator } from "../../_simulator/api.ts";

export type GhasedakSimulator = Simulator<GhasedakCall>;

/** A request that arrived, with any outcome. */
export interface GhasedakCall extends SimulatedCall {
  readonly query: Readonly<Record<string, string>>;
  /** The parsed body; null when there is none. */
  readonly body: unknown;
}

export interface SimulatedTemplate {
  readonly name: string;
  /** With `%Name%` where the parameter of that name goes. */
  readonly text: string;
  readonly isApproved: boolean;
}

/** What the simulated account is like. */
export interface AccountOptions {
  readonly keys: readonly string[];
  /** Whether the key may be used from this caller's address. */
  readonly ipIsAllowed: boolean;
  readonly templates: readonly SimulatedTemplate[];
  /** Lines for plain texts. */
  readonly lines: readonly string[];
  readonly creditRial: number;
  /** Of one segment, and of a call. */
  readonly costRial: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every message that reaches a phone. */
  readonly onMessage?: (message: PhoneMessage) => void;
}

export interface SimulatorOptions extends Partial<AccountOptions> {
  /** 0, the default, selects a free port. */
  readonly port?: number;
}
