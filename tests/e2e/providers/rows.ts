/** Every provider that sends, built in or a recipe, with its configuration and its simulated vendor. */
import { builtInNames } from "../../../adapters/providers/_kit/load.ts";
import type { AnswerClass, ExplainedMeaning } from "../../../adapters/providers/_kit/meanings.ts";
import type { Simulator } from "../../../adapters/providers/_simulator/api.ts";
import type { VendorCode } from "../../../adapters/providers/_simulator/behaviour.ts";
import { presetNames } from "../../../adapters/providers/http/_recipe/load-recipe.ts";
import { ledFetch } from "../../../adapters/providers/http/_simulator/led-fetch.ts";
import { simulatedRecipe } from "../../../adapters/providers/http/_simulator/simulator.ts";
import { ENVELOPE_CODES } from "../../../adapters/providers/kavenegar/_api/envelope-codes.ts";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import type { Overrides } from "../../../app/composition/compose.ts";
import type { Channel } from "../../../domain/delivery/provider.ts";
import { BUILT_INS, KEY } from "../../adapters/providers/built-in/vendors.ts";
import { freshNumber } from "../../support/http.ts";

export { KEY };

export interface Row {
  /** The provider as the configuration names it. */
  readonly name: string;
  /** The vendor's method that carries the message. */
  readonly method: string;
  /** A code of each class with which the vendor can be ordered to refuse. */
  readonly refusals: ReadonlyMap<AnswerClass, VendorCode>;
  /** The vendor knows a repeated call, so an answer that was lost is asked for again. */
  readonly repeats: boolean;
  start(): Promise<Simulator>;
  env(url: string): Readonly<Record<string, string>>;
  /** Leads calls to hosts that no variable changes. */
  fetch?(url: string): NonNullable<Overrides["fetch"]>;
  /** What a start asks for: a number that the vendor serves, its channel, and a language that it can carry. */
  asking(): { readonly to: string; readonly channel: Channel; readonly locale?: "en" };
}

export function rows(): readonly Row[] {
  return [
    ...builtInNames()
      .filter((name) => name !== "console")
      .map(builtIn),
    ...presetNames().map(recipe),
  ];
}

const KAVENEGAR_METHODS: Readonly<Record<string, readonly [method: string, channel: Channel]>> = {
  "kavenegar/verify": ["verify/lookup", "sms"],
  "kavenegar/sms": ["sms/send", "sms"],
  "kavenegar/call": ["verify/lookup", "call"],
};

/** Throws for a provider without a vendor to test it with, so that a new one gets one. */
function builtIn(name: string): Row {
  const [kavenegarMethod, kavenegarChannel = "sms"] = KAVENEGAR_METHODS[name] ?? [];
  if (kavenegarMethod !== undefined)
    return {
      name,
      method: kavenegarMethod,
      refusals: firstOfEach(ENVELOPE_CODES),
      repeats: name === "kavenegar/sms",
      start: () => startKavenegarSimulator({ keys: [KEY] }),
      env: (url) => ({ KAVENEGAR_API_KEY: KEY, KAVENEGAR_BASE_URL: url, KAVENEGAR_SENDER: "10008663" }),
      asking: () => ({ to: freshNumber(), channel: kavenegarChannel }),
    };
  const vendor = BUILT_INS.find((one) => one.name === name);
  if (vendor === undefined) throw new Error(`${name} has no row in the table of built-in providers`);
  const { method, refusals, channel, start, env } = vendor;
  const asking = () => ({ to: freshNumber(), channel });
  return { name, method, refusals: firstOfEach(refusals), repeats: false, start, env, asking };
}

function firstOfEach(
  meanings: readonly (Pick<ExplainedMeaning, "class"> & { readonly code: VendorCode | null })[],
): Row["refusals"] {
  const codes = meanings
    .toReversed()
    .flatMap(({ class: kind, code }) =>
      code === null || kind === "accepted" ? [] : [[kind, code] as const],
    );
  return new Map(codes);
}

/** The numbers of the tests are Iranian; a country that a vendor serves alone has its own. */
const PREFIXES: Readonly<Record<string, string>> = { IR: "+98912", TR: "+90530", IN: "+91987" };

function recipe(name: string): Row {
  const { recipe: played, provider, env, origins, refusals, start } = simulatedRecipe(name, KEY);
  const prefix = PREFIXES[played.countries?.[0] ?? "IR"];
  if (prefix === undefined)
    throw new Error(`${provider} serves ${played.countries?.join()} alone: add a prefix`);
  const { charset, repeat = false } = played.send;
  return {
    name: provider,
    method: "send",
    refusals: new Map(refusals.map((kind) => [kind, kind])),
    repeats: repeat,
    start,
    env: () => env,
    fetch: (url) => ledFetch(new Map([...origins].map((origin) => [origin, url]))),
    asking: () => ({
      to: prefix + freshNumber().slice(-7),
      channel: played.channels[0] ?? "sms",
      ...(charset === "gsm7" && { locale: "en" }),
    }),
  };
}
