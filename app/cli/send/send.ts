/** `ramz send`: sends a real code to try the chain out, from the use case to the vendor and back. */
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { plainDigits } from "../../../domain/recipient/digits.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { Ramz } from "../../composition/compose.ts";
import type { AppConfig } from "../../config/apps.ts";
import { confirmed } from "./confirm.ts";
import { fail, messageOf, refuse } from "../fail.ts";
import { inMemory, withApp } from "../narrow-config.ts";
import { openRamz } from "../open-ramz.ts";
import { storeName } from "../store-name.ts";
import { printSendResult, type SendResult, sendThrough } from "./send-through.ts";
import type { App } from "../../service/calling-app.ts";

export interface SendOptions {
  readonly to: string;
  readonly app?: string;
  readonly provider?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly store?: boolean;
  readonly json?: boolean;
}

/** Exit code when nobody was asked to send. */
const NOT_ASKED = 2;

/** Exit code 0: every provider that was asked accepted. 1: one did not, or none could be asked. 2: nothing was sent. */
export async function sendCommand(options: SendOptions): Promise<void> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) return fail(problems);
  const clash = clashOf(options);
  if (clash !== null) return refuse(clash, NOT_ASKED);

  const chosen = appFor(options.app, config);
  if (chosen.kind === "refused") return refuse(chosen.why, NOT_ASKED);
  const { app } = chosen;
  const opened = await openChains(chainsOf(options, app), app, options.store ? config : inMemory(config));
  if (opened.kind === "problems") return fail(opened.problems);
  const { chains } = opened;
  try {
    const recipient = chains[0]?.app.canonical(options.to) ?? null;
    if (recipient === null) return refuse(notServed(options.to, app), NOT_ASKED);
    const names = chains.flatMap(({ ramz }) => ramz.providers.map(({ name }) => name));
    if (!(await confirmed(question(recipient, names, options.all), options.yes ?? false)))
      return refuse(
        "Nothing was sent: it was not confirmed. Confirm at a terminal, or with --yes.",
        NOT_ASKED,
      );

    const sent: SendResult[] = [];
    for (const chain of chains)
      sent.push(await sendThrough(chain.ramz, chain.app, recipient, options.store ?? false));
    if (options.json) console.log(JSON.stringify({ to: maskRecipient(recipient), sent }, null, 2));
    else for (const one of sent) printSendResult(one);
    process.exitCode = sent.every(({ accepted }) => accepted) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    refuse(`The store "${storeName(config.store)}" does not answer: ${messageOf(error)}.`);
  } finally {
    for (const { ramz } of chains) await ramz.close();
  }
}

type Chosen =
  { readonly kind: "chosen"; readonly app: AppConfig } | { readonly kind: "refused"; readonly why: string };

/** The app of this name; without a name the only one there is. */
function appFor(name: string | undefined, { apps }: Config): Chosen {
  const [first, ...others] = name === undefined ? apps : apps.filter((app) => app.name === name);
  if (first !== undefined && others.length === 0) return { kind: "chosen", app: first };
  const known = apps.map((app) => app.name).join(", ");
  const why =
    first === undefined ? `--app: there is no app "${name}"` : "--app: there are several apps, so say which";
  return { kind: "refused", why: `${why}. There are: ${known}.` };
}

function clashOf({ provider, all, store }: SendOptions): string | null {
  if (all && provider !== undefined) return "--all and --provider exclude each other. Leave one out.";
  if (all && store)
    return "--all sends several codes at once, which the limits of the real store do not allow. Leave --store out.";
  return null;
}

/** The chains to send through, one code each. */
function chainsOf({ provider, all }: SendOptions, { providers }: AppConfig): readonly (readonly string[])[] {
  if (provider !== undefined) return [[provider]];
  return all ? providers.map((name) => [name]) : [providers];
}

interface OpenChain {
  readonly ramz: Ramz;
  readonly app: App;
}

type Opened =
  | { readonly kind: "opened"; readonly chains: readonly OpenChain[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

async function openChains(
  chains: readonly (readonly string[])[],
  app: AppConfig,
  config: Config,
): Promise<Opened> {
  const opened: OpenChain[] = [];
  const problems = new Set<string>();
  for (const providers of chains) {
    const composed = await openRamz(withApp(config, app, providers));
    if (composed.kind === "composed") opened.push(...appsIn(composed.ramz));
    else for (const problem of composed.problems) problems.add(problem);
  }
  if (problems.size === 0) return { kind: "opened", chains: opened };
  for (const { ramz } of opened) await ramz.close();
  return { kind: "problems", problems: [...problems] };
}

/** The one app it was opened for. */
function appsIn(ramz: Ramz): readonly OpenChain[] {
  return [...ramz.apps.values()].map((app) => ({ ramz, app }));
}

function question(recipient: string, names: readonly string[], each = false): string {
  const what =
    each && names.length > 1
      ? `${names.length} real messages, one through each of`
      : "A real message through";
  return `${what} ${names.join(", ")} to ${maskRecipient(recipient)}. This may cost money. Send?`;
}

/** With fewer digits it is nobody's number, and may be shown as it was typed. */
const DIGITS_LEAST = 8;

function notServed(to: string, { recipients }: AppConfig): string {
  const digits = plainDigits(to).replace(/\D/g, "").length;
  const what =
    digits < DIGITS_LEAST
      ? `"${to}" is not a phone number`
      : `"${maskRecipient(to)}" is not a number that is served here (OTP_COUNTRIES is ${recipients.countries.join(",")})`;
  return `--to: ${what}. Write a mobile number like 09121234567 or +989121234567.`;
}
