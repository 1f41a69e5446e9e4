/** The simulator as tests and `ramz dev` use it. */
import type { SimulatedAccount, SimulatedCall, Simulator, StartOptions } from "../../_simulator/api.ts";

export type SmsIrSimulator = Simulator<SmsIrCall>;

/** A request that arrived, with any outcome. */
export interface SmsIrCall extends SimulatedCall {
  /** The parsed body; null when there is none. */
  readonly body: unknown;
}

export interface SimulatedTemplate {
  readonly id: number;
  /** With `#Name#` where the parameter of that name goes. */
  readonly text: string;
  readonly isApproved: boolean;
}

export interface SimulatedLine {
  readonly number: string;
  readonly isActive: boolean;
  /** It carries one-time codes by template alone. */
  readonly isOtpOnly: boolean;
}

/** What the simulated account is like. */
export interface AccountOptions extends SimulatedAccount {
  /** Keys that are turned off in the panel. */
  readonly disabledKeys: readonly string[];
  /** Whether the key may be used from this caller's address. */
  readonly ipIsAllowed: boolean;
  readonly templates: readonly SimulatedTemplate[];
  readonly lines: readonly SimulatedLine[];
  /** In messages of one segment. */
  readonly credit: number;
  /** Numbers that have blocked the line, as `09…`. */
  readonly blacklist: readonly string[];
}

export type SimulatorOptions = StartOptions<AccountOptions>;
