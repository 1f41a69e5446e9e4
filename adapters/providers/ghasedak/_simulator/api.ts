/** The simulator as tests and `ramz dev` use it. */
import type { SimulatedAccount, SimulatedCall, Simulator, StartOptions } from "../../_simulator/api.ts";

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
export interface AccountOptions extends SimulatedAccount {
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
}

export type SimulatorOptions = StartOptions<AccountOptions>;
