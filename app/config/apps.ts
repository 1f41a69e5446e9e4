/** Calling applications: the settings of each app over those of the service. An app may be stricter than the service, never looser. */
import type { ResendOrder } from "../../domain/delivery/resend-order.ts";
import type { Policy } from "../../domain/ledger/policy.ts";
import type { RoutingRules } from "../../domain/routing/routing.ts";
import type { RateLimitRules } from "../../domain/rate-limits/quotas.ts";
import type { RecipientRules } from "../../domain/recipient/recipient.ts";
import type { Scope } from "../access/api-keys.ts";
import { appRateLimitRules, rateLimitRulesOf } from "./rate-limit-rules.ts";
import type { RawConfig } from "./schema.ts";
import type { WrittenApp } from "./tables/apps.ts";
import { isConsole, type WrittenChains } from "./tables/chains.ts";
import { routingRulesOf } from "./tables/routing.ts";
import { policyOf } from "./tables/policy.ts";
import { type HookSettings, hookSettingsOf } from "./hook-settings.ts";
import { type HostedSettings, hostedSettingsOf } from "./tables/hosted.ts";
import { NO_TWILIO, type TwilioSettings, twilioSettingsOf } from "./tables/twilio.ts";
import type { WrittenTestNumber } from "./tables/test-numbers.ts";

/** The name of the only app while none is configured. A configured app of this name takes over its ledgers. */
export const DEFAULT_APP = "default";

export type OptionTables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The settings that an app has unless it sets its own. */
export interface ServiceRules extends WrittenChains {
  /** Options as written in the file, by provider or vendor. The environment wins over them. */
  readonly providerOptions: OptionTables;
  readonly resendOrder: ResendOrder;
  /** What follows when a message did not arrive while its code lives. */
  readonly onUndelivered: "off" | "next";
  readonly routing: RoutingRules;
  readonly policy: Policy;
  readonly recipients: RecipientRules;
  /** The rules across recipients. */
  readonly quotas: RateLimitRules;
  /** As written. Each app has its own. */
  readonly testNumbers: readonly WrittenTestNumber[];
}

export interface KeyConfig {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  readonly clientIp: boolean;
  readonly knownSession: boolean;
  readonly challengePassed: boolean;
  readonly ownCode: boolean;
}

export interface AppConfig extends ServiceRules {
  readonly name: string;
  readonly keys: readonly KeyConfig[];
  /** Calls of the predecessor's endpoints without a key are made for this app. */
  readonly isPublic: boolean;
  /** Origins whose pages may call it from a browser. */
  readonly origins: readonly string[];
  readonly hooks: readonly HookSettings[];
  /** Its page at `/verify`; null when it has none. */
  readonly hosted: HostedSettings | null;
  readonly twilio: TwilioSettings;
  /** Options of this app alone. They win over all others, including the environment. */
  readonly ownOptions: OptionTables;
}

/** The only app of a service without configured apps. */
export function appWithoutConfiguration(service: ServiceRules): AppConfig {
  return {
    name: DEFAULT_APP,
    keys: [],
    isPublic: false,
    origins: [],
    hooks: [],
    hosted: null,
    twilio: NO_TWILIO,
    ownOptions: {},
    providers: service.providers,
    chains: service.chains,
    providerOptions: service.providerOptions,
    resendOrder: service.resendOrder,
    onUndelivered: service.onUndelivered,
    routing: service.routing,
    policy: service.policy,
    recipients: service.recipients,
    quotas: service.quotas,
    testNumbers: service.testNumbers,
  };
}

/** The configured apps over the rules of the service; without any, the only app. */
export function appsOf(raw: RawConfig, service: ServiceRules): readonly AppConfig[] {
  const written = Object.entries(raw.apps);
  if (written.length === 0) return [appWithoutConfiguration(service)];
  return written.map(([name, app]) => appOf(name, app, raw, service));
}

function appOf(name: string, written: WrittenApp, raw: RawConfig, service: ServiceRules): AppConfig {
  const [home, ...others] = written.countries ?? service.recipients.countries;
  const chains = appChains(written, service);
  return {
    name,
    keys: written.keys.map(({ hash, scopes, client_ip, known_session, challenge_passed, own_code }) => ({
      hash,
      scopes,
      clientIp: client_ip,
      knownSession: known_session,
      challengePassed: challenge_passed,
      ownCode: own_code,
    })),
    isPublic: written.public,
    origins: written.cors,
    hooks: Object.entries(written.hooks).map(([hook, settings]) => hookSettingsOf(hook, settings)),
    hosted: hostedSettingsOf(name, written.hosted, written.cors),
    twilio: twilioSettingsOf(written.twilio),
    ...chains,
    providerOptions: service.providerOptions,
    ownOptions: written.provider,
    resendOrder: written.resend_order ?? service.resendOrder,
    onUndelivered: written.on_undelivered ?? service.onUndelivered,
    routing: routingRulesOf(service.routing, written.routing),
    policy: policyOf({ ...raw.policy, ...written.policy }),
    recipients: {
      countries: [home ?? service.recipients.countries[0], ...others],
      landlines: written.landlines ?? service.recipients.landlines,
    },
    quotas: appRateLimitRules(
      rateLimitRulesOf(raw, isConsole(chains)),
      written.limits ?? {},
      written.challenge,
    ),
    testNumbers: written.test_numbers,
  };
}

/** An app with providers or chains of its own uses no chain of the service, so that its own settings show all that it sends through. */
export function appChains(
  { providers, chains }: Pick<WrittenApp, "providers" | "chains">,
  service: WrittenChains,
): WrittenChains {
  const isOwn = providers !== undefined || chains.length > 0;
  return { providers: providers ?? service.providers, chains: isOwn ? chains : service.chains };
}
