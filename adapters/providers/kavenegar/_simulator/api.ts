/** The simulator as tests and `ramz dev` use it. */
import type { SimulatedCall, Simulator, StartOptions } from "../../_simulator/api.ts";
import type { Params } from "./fields.ts";
import type { Inbound } from "./inbox.ts";
import type { VendorOptions } from "./vendor-api.ts";

export interface KavenegarSimulator extends Simulator<KavenegarCall> {
  /** A text arrives at a line of the account. */
  receive(inbound: Inbound): void;
  /** The operator reports on a message: it has this status from now on, e.g. 10 for delivered. False when the id is unknown. */
  report(messageId: string, status: number): boolean;
}

/** A request that arrived, with any outcome. */
export interface KavenegarCall extends SimulatedCall {
  readonly params: Params;
}

export type SimulatorOptions = StartOptions<VendorOptions>;
