/** The command line: every command with its options. */
import { Command, InvalidArgumentError, Option } from "commander";
import { version } from "../../package.json";
import { configCommand } from "./config/config.ts";
import { devCommand } from "./dev/dev.ts";
import { doctorCommand } from "./doctor/doctor.ts";
import { explainCommand } from "./explain/explain.ts";
import { forgetCommand } from "./forget.ts";
import { newKeyCommand } from "./key.ts";
import { replayCommand } from "./replay/replay.ts";
import { sendCommand } from "./send/send.ts";
import { serveCommand } from "./serve/serve.ts";
import { toolCommand, vendors } from "./provider-tools.ts";
import { APP_NAME, APP_NAME_RULE, DEFAULT_APP } from "../config/apps.ts";
import { SCOPES, type Scope } from "../access/api-keys.ts";
import { AS_WORKER } from "./serve/workers.ts";

const MANY = 100_000_000;
const AS_JSON = ["--json", "as JSON"] as const;

const program = new Command("ramz")
  .description("Self-hosted phone verification: one-time codes through a chain of SMS providers.")
  .version(version)
  .showHelpAfterError();

program
  .command("serve")
  .description("Serve the HTTP API until SIGTERM or SIGINT.")
  .option("--workers <count>", "as many processes on one port", whole(1, 64), 1)
  .addOption(new Option(AS_WORKER).hideHelp())
  .action(serveCommand);

program
  .command("config")
  .description(
    "Show the settings in force, secrets hidden; exit 1 with every problem when they are not valid.",
  )
  .option(...AS_JSON)
  .action(configCommand);

withTimeout(program.command("doctor"))
  .description(
    "Examine settings, secret, store, telemetry and providers, sending nothing; exit 1 on problems, 2 on warnings alone.",
  )
  .option(...AS_JSON)
  .action(doctorCommand);

program
  .command("send")
  .description(
    "Send a real code to try the chain out; exit 0 when every provider that was asked accepted it.",
  )
  .requiredOption("--to <number>", "the phone")
  .option("--app <name>", "through the chain of this app; needed where there are several")
  .option("--provider <name>", "through this provider alone, in the chain or not")
  .option("--all", "through each provider of the chain in turn, one code each")
  .option("--store", "over the configured store: counts for the number's limits, and ramz explain knows it")
  .option("--yes", "do not ask before spending")
  .option(...AS_JSON)
  .action(sendCommand);

program
  .command("explain")
  .description("Tell the story of a verification: what every provider said, and what to do next.")
  .argument("<id>", "the verification, ver_…")
  .option("--app <name>", "of this app alone; without it every app is asked")
  .option(...AS_JSON)
  .action(explainCommand);

program
  .command("key")
  .description("Keys of calling applications.")
  .command("new")
  .description("Make a key; it is shown once, and the configuration gets its hash.")
  .option("--app <name>", "the app it is for", appName, DEFAULT_APP)
  .option("--scopes <list>", `what it may do, of ${SCOPES.join(",")}`, scopes, ["send", "check", "read"])
  .option("--client-ip", "take the caller's word for the end user's address")
  .option("--known-session", "take the caller's word that it knows the end user's session")
  .option(...AS_JSON)
  .action(newKeyCommand);

program
  .command("forget")
  .description("Forget a phone number: what is kept of it goes, a code that is still good is canceled.")
  .argument("<number>", "best as +989121234567")
  .option("--app <name>", "in this app alone; without it, in every one")
  .option(...AS_JSON)
  .action(forgetCommand);

program
  .command("replay")
  .description("Run a changed guard over the decisions in a log: what it would have blocked, lost and saved.")
  .argument("[files...]", "JSON lines of the log, of all processes; without one, standard input")
  .option(
    "--tolerance-percent <count>",
    "unconfirmed sends above the floor, in percent of the confirmed",
    whole(0, 1000),
  )
  .option("--window-minutes <count>", "how far back the guard looks", whole(60, 1440))
  .option(
    "--block-floor <count>",
    "unconfirmed sends always allowed to ten thousand neighbours",
    whole(1, MANY),
  )
  .option("--operator-floor <count>", "the same for an operator", whole(1, MANY))
  .option("--subnet-floor <count>", "the same for a network of end users", whole(1, MANY))
  .option("--app-floor <count>", "the same for an app", whole(1, MANY))
  .option("--rial-per-message <count>", "what a message costs", whole(0, MANY))
  .option(...AS_JSON)
  .action(replayCommand);

program
  .command("dev")
  .description("Serve before a simulated vendor on this machine; nothing is sent.")
  .option("--with <stand-in>", "kavenegar-simulator")
  .option("--json", "the addresses as JSON")
  .action(devCommand);

withTimeout(program.command("provider"))
  .description(
    "Tools of a provider of the chain or of a built-in one; without a name, lists those of the chain.",
  )
  .argument("[name]", "as in RAMZ_PROVIDERS, e.g. npm:acme-sms or ./mine.ts")
  .argument("[tool]", "which one; without it, lists them")
  .option(...AS_JSON)
  .action(toolCommand);

for (const vendor of vendors())
  withTimeout(program.command(vendor))
    .description(`Tools of ${vendor}, short for "provider ${vendor}"; without a name, lists them.`)
    .argument("[tool]", "which one")
    .option(...AS_JSON)
    .action((tool, options) => toolCommand(vendor, tool, options));

/** Runs the command of this process. */
export async function runProgram(): Promise<void> {
  await program.parseAsync();
}

function withTimeout(command: Command): Command {
  return command.option("--timeout <seconds>", "how long a provider may take to answer", seconds, 30);
}

function seconds(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 600) return value;
  throw new InvalidArgumentError("Write seconds from 1 to 600.");
}

function appName(text: string): string {
  if (APP_NAME.test(text)) return text;
  throw new InvalidArgumentError(`Write ${APP_NAME_RULE}.`);
}

function scopes(text: string): readonly Scope[] {
  const words = text.split(",").map((word) => word.trim());
  const known = SCOPES.filter((scope) => words.includes(scope));
  if (known.length === words.length) return known;
  throw new InvalidArgumentError(`Write some of ${SCOPES.join(",")}, with commas, each once.`);
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
  };
}
