/** `ramz send`: sends a real code to try the chain out, from the use case to the vendor and back. */
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/settle.ts";
import { maskRecipient } from "../../domain/recipient.ts";
import type { Ramz } from "../compose.ts";
import { confirmed } from "./confirm.ts";
import { fail } from "./fail.ts";
import { inMemory, openRamz } from "./open.ts";
import { printSent, type Sent, sendThrough } from "./sent.ts";

export interface SendOptions {
  readonly to: string;
  readonly provider?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly store?: boolean;
  readonly json?: boolean;
}

/** Exit code 0: every provider that was asked accepted. 1: one did not, or none could be asked. 2: nothing was sent. */
export async function sendCommand(options: SendOptions): Promise<void> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) return fail(problems);
  const clash = clashOf(options);
  if (clash !== null) return refuse(clash);

  const opened = await openChains(chainsOf(options, config), options.store ? config : inMemory(config));
  if (opened.kind === "problems") return fail(opened.problems);
  const { chains } = opened;
  try {
    const recipient = chains[0]?.canonical(options.to) ?? null;
    if (recipient === null) return refuse(notServed(options.to, config));
    const names = chains.flatMap(({ links }) => links.map(({ name }) => name));
    if (!(await confirmed(question(recipient, names, options.all), options.yes ?? false)))
      return refuse("Nothing was sent: it was not confirmed. Confirm at a terminal, or with --yes.");

    const sent: Sent[] = [];
    for (const ramz of chains) sent.push(await sendThrough(ramz, recipient, options.store ?? false));
    if (options.json) console.log(JSON.stringify({ to: maskRecipient(recipient), sent }, null, 2));
    else for (const one of sent) printSent(one);
    process.exitCode = sent.every(({ accepted }) => accepted) ? 0 : 1;
  } finally {
    for (const ramz of chains) await ramz.close();
  }
}

function clashOf({ provider, all, store }: SendOptions): string | null {
  if (all && provider !== undefined) return "--all and --provider exclude each other. Leave one out.";
  if (all && store)
    return "--all sends several codes at once, which the limits of the real store do not allow. Leave --store out.";
  return null;
}

/** The chains to send through, one code each. */
function chainsOf({ provider, all }: SendOptions, config: Config): readonly (readonly string[])[] {
  if (provider !== undefined) return [[provider]];
  return all ? config.providers.map((name) => [name]) : [config.providers];
}

type Opened =
  | { readonly kind: "opened"; readonly chains: readonly Ramz[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

async function openChains(chains: readonly (readonly string[])[], config: Config): Promise<Opened> {
  const opened: Ramz[] = [];
  const problems = new Set<string>();
  for (const providers of chains) {
    const composed = await openRamz({ ...config, providers });
    if (composed.kind === "composed") opened.push(composed.ramz);
    else for (const problem of composed.problems) problems.add(problem);
  }
  if (problems.size === 0) return { kind: "opened", chains: opened };
  for (const ramz of opened) await ramz.close();
  return { kind: "problems", problems: [...problems] };
}

function question(recipient: string, names: readonly string[], each = false): string {
  const what =
    each && names.length > 1
      ? `${names.length} real messages, one through each of`
      : "A real message through";
  return `${what} ${names.join(", ")} to ${maskRecipient(recipient)}. This may cost money. Send?`;
}

function notServed(to: string, { recipients }: Config): string {
  return (
    `--to: "${maskRecipient(to)}" is not a number that is served here (OTP_COUNTRIES is ${recipients.countries.join(",")}). ` +
    "Write a mobile number like 09121234567 or +989121234567."
  );
}

/** Nothing was sent. */
function refuse(sentence: string): void {
  console.error(sentence);
  process.exitCode = 2;
}
