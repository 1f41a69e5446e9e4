/** `ramz send`: sends a real code to test the chain, through the same use case as the server. */
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { plainDigits } from "../../../domain/recipient/digits.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { Ramz } from "../../composition/compose.ts";
import type { AppConfig } from "../../config/apps.ts";
import { namesIn } from "../../config/tables/chains.ts";
import { confirmed } from "./confirm.ts";
import { fail, messageOf, refuse } from "../fail.ts";
import { inMemory, withApp } from "../narrow-config.ts";
import { openRamz } from "../open-ramz.ts";
import { storeName } from "../store-name.ts";
import { type SendResult, sendThrough } from "../../service/test-send.ts";
import { attemptLines } from "../attempt-lines.ts";
import type { App, ExampleNumber } from "../../service/calling-app.ts";

export interface SendOptions {
  readonly to: string;
  readonly app?: string;
  readonly provider?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly store?: boolean;
  readonly json?: boolean;
}

/** The exit code when no provider was called. */
const NOT_SENT = 2;

/** Exit code 0: every provider that was called accepted. 1: one did not, or none could be called. 2: the command sent nothing. */
export async function sendCommand(options: SendOptions): Promise<void> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) return fail(problems);
  const conflict = conflictOf(options);
  if (conflict !== null) return refuse(conflict, NOT_SENT);

  const chosen = appFor(options.app, config);
  if (chosen.kind === "refused") return refuse(chosen.reason, NOT_SENT);
  const { app } = chosen;
  const opened = await openChains(chainsOf(options, app), app, options.store ? config : inMemory(config));
  if (opened.kind === "problems") return fail(opened.problems);
  const { chains } = opened;
  try {
    const [first] = chains;
    const recipient = first?.app.canonical(options.to) ?? null;
    if (recipient === null)
      return refuse(notAllowed(options.to, app, first?.app.exampleNumber ?? null), NOT_SENT);
    const names = chains.flatMap(({ ramz }) => ramz.providers.map(({ name }) => name));
    if (!(await confirmed(question(recipient, names, options.all), options.yes ?? false)))
      return refuse(
        "Nothing was sent, because it was not confirmed. Confirm at a terminal, or use --yes.",
        NOT_SENT,
      );

    const sent: SendResult[] = [];
    for (const chain of chains)
      sent.push(
        await sendThrough(
          { ...chain.ramz, app: chain.app, language: "en", isStored: options.store ?? false },
          recipient,
        ),
      );
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
  | { readonly kind: "chosen"; readonly app: AppConfig }
  | { readonly kind: "refused"; readonly reason: string };

/** The app of this name; without a name, the only app. */
function appFor(name: string | undefined, { apps }: Config): Chosen {
  const [first, ...others] = name === undefined ? apps : apps.filter((app) => app.name === name);
  if (first !== undefined && others.length === 0) return { kind: "chosen", app: first };
  const known = apps.map((app) => app.name).join(", ");
  const problem =
    first === undefined ? `there is no app "${name}"` : "required, because there are several apps";
  return { kind: "refused", reason: `--app: ${problem}. Apps: ${known}.` };
}

function conflictOf({ provider, all, store }: SendOptions): string | null {
  if (all && provider !== undefined) return "--all and --provider exclude each other. Use one of them.";
  if (all && store)
    return "--all sends several codes at once, which the limits in the configured store do not allow. Leave --store out.";
  return null;
}

/** One chain; left out: whichever of the app's chains is for the send. */
type ChainToSend = readonly string[] | undefined;

/** The chains to send through, one code each. */
function chainsOf({ provider, all }: SendOptions, app: AppConfig): readonly ChainToSend[] {
  if (provider !== undefined) return [[provider]];
  return all ? namesIn(app).map((name) => [name]) : [undefined];
}

interface OpenChain {
  readonly ramz: Ramz;
  readonly app: App;
}

type Opened =
  | { readonly kind: "opened"; readonly chains: readonly OpenChain[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

async function openChains(chains: readonly ChainToSend[], app: AppConfig, config: Config): Promise<Opened> {
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

/** The one app that the chain was opened for. */
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

/** A text with fewer digits is not a phone number, and is shown without a mask. */
const DIGITS_MIN = 8;

function notAllowed(to: string, { recipients }: AppConfig, example: ExampleNumber | null): string {
  const digits = plainDigits(to).replace(/\D/g, "").length;
  const problem =
    digits < DIGITS_MIN
      ? `"${to}" is not a phone number`
      : `"${maskRecipient(to)}" is not a number that Ramz may send to (OTP_COUNTRIES: ${recipients.countries.join(",")})`;
  const remedy =
    example === null ? "" : ` Write a mobile number like ${example.national} or ${example.international}.`;
  return `--to: ${problem}.${remedy}`;
}

function printSendResult({ attempts, conclusion, trace_id, verification }: SendResult): void {
  for (const line of attemptLines(attempts)) console.log(line);
  console.log(conclusion);
  if (verification !== null) console.log(`verification ${verification}`);
  console.log(`trace ${trace_id}\n`);
}
