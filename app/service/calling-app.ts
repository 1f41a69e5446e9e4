import type { Otp } from "../../domain/otp.ts";
import type { Policy } from "../../domain/ledger/policy.ts";
import type { TestNumbers } from "../../domain/recipient/test-number.ts";
import type { Unblock } from "../../domain/use-cases/unblock.ts";
import type { TwilioSettings } from "../config/tables/twilio.ts";
import type { HostedSettings } from "../config/tables/hosted.ts";
import type { OpenedHook } from "./opened-hook.ts";
import type { Hint } from "../../domain/delivery/provider.ts";

/** A number as it is written within its country, and in E.164. */
export interface ExampleNumber {
  readonly national: string;
  readonly international: string;
}

/** One calling application: its use cases, and the little that is needed beside them. */
export interface App {
  readonly name: string;
  readonly otp: Otp;
  /** Lifts the limits of a number. */
  readonly unblock: Unblock;
  readonly policy: Policy;
  /** Origins whose pages may call it from a browser. */
  readonly origins: readonly string[];
  /** Where log-in servers hand over their codes, by name. */
  readonly hooks: ReadonlyMap<string, OpenedHook>;
  /** What its requests may be counted by, e.g. `device`. */
  readonly callerLimits: readonly string[];
  /** Numbers to which nothing is sent. */
  readonly testNumbers: TestNumbers;
  readonly twilio: TwilioSettings;
  /** Its page at `/verify`; null when it has none. */
  readonly hosted: HostedSettings | null;
  /** Whether a provider of it calls. */
  readonly canCall: boolean;
  /** A mobile number of its first country, for messages; null when none is known. */
  readonly exampleNumber: ExampleNumber | null;
  /** The number of a search in canonical form; null when it is none, or not served here. */
  canonical(to: string): string | null;
  /** What a provider's reason means and what to do. */
  explain(provider: string, reason: string): Hint | null;
  /** The name of the messenger that a provider sends by; null when it has none. */
  messenger(provider: string): Hint | null;
}
