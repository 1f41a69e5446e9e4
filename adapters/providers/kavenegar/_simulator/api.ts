/** The simulator as tests and `ramz dev` use it. */
import type { SimulatedCall, Simulator } from "../../_simulator/api.ts";
import type { Params } from "./fields.ts";
import type { Inbound } from "./inbox.ts";
import type { VendorOptions } from "./vendor-api.ts";

export interface KavenegarSimulator extends Simulator<KavenegarCall> {
  /** A text arrives at a line of the account. */
  receive(inbound: Inbound): void;
}

/** A request that arrived, with any outcome. */
export interface KavenegarCall extends SimulatedCall {
  readonly params: Params;
}

export interface SimulatorOptions extends Partial<VendorOptions> {
  /** 0, the default, selects a free port. */
  readonly port?: number;
}
