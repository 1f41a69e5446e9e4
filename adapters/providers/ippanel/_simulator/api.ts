/** The simulator as tests and `ramz dev` use it. */
import type { SimulatedAccount, SimulatedCall, Simulator, StartOptions } from "../../_simulator/api.ts";

export type IpPanelSimulator = Simulator<IpPanelCall>;

/** A request that arrived, with any outcome. */
export interface IpPanelCall extends SimulatedCall {
  /** The parsed body; null when there is none. */
  readonly body: unknown;
}

export interface SimulatedPattern {
  readonly code: string;
  /** With `%name%` where the variable of that name goes. */
  readonly text: string;
  readonly status: "active" | "pending" | "rejected";
  /** The longest value that goes out without a review. */
  readonly length: number;
}

/** What the simulated account is like. */
export interface AccountOptions extends SimulatedAccount {
  readonly patterns: readonly SimulatedPattern[];
  readonly lines: readonly string[];
  readonly creditRial: number;
  /** Of one segment. */
  readonly costRial: number;
}

export type SimulatorOptions = StartOptions<AccountOptions>;
