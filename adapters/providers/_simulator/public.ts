/** The exports of `ramz/simulator`, for authors of providers: a vendor for tests that fails in every way on order. */
export type { PhoneMessage, SimulatedCall, Simulator } from "./api.ts";
export type { Behaviour, VendorCode, VendorReply } from "./behaviour.ts";
export { startSimulator } from "./simulator.ts";
export type { ControlOrder, ReceivedRequest, SimulatedVendor, VendorProtocol } from "./vendor.ts";
