/** A client of Ramz: phone verification by one-time codes. */
export { createRamz, type Ramz, type RamzOptions } from "./create-ramz.ts";
export type { Carried, FoundDelivery, Reported } from "./deliveries.ts";
export {
  createPublicRamz,
  type PubliclyChecked,
  type PubliclyStarted,
  type PublicRamz,
  type PublicRamzOptions,
} from "./public-ramz.ts";
export { RamzError, type Unavailable } from "./results.ts";
export type * from "./types.ts";
export type { Canceled, Checked, Found, Redeemed, Started } from "./verifications.ts";
