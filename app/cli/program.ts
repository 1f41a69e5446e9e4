/** The command line: every command with its options. */
import { Command, Option } from "commander";
import { version } from "../../package.json";
import { SCOPES } from "../access/api-keys.ts";
import { DEFAULT_APP } from "../config/apps.ts";
import { SIMULATORS } from "./dev/simulated-vendors.ts";
import { appName, entryHash, operatorName, pointInTime, scopes, seconds, whole } from "./option-values.ts";
import { toolCommand, vendors } from "./provider-tools.ts";
import { AS_WORKER } from "./serve/worker.ts";

const COUNT_MAX = 100_000_000;
const AS_JSON = ["--json", "print JSON"] as const;

const program = new Command("ramz")
  .description("Self-hosted phone verification: one-time codes through a chain of SMS providers.")
  .version(version)
  .showHelpAfterError();

program
  .command("serve")
  .description("Serve the HTTP API until SIGTERM or SIGINT.")
  .option("--workers <count>", "number of processes that share the port", whole(1, 64), 1)
  .addOption(new Option(AS_WORKER).hideHelp())
  .action(later(async () => (await import("./serve/serve.ts")).serveCommand));

program
  .command("config")
  .summary("Show the settings in force.")
  .description("Show the settings in force, without secrets, or every problem with them (exit code 1).")
  .option(...AS_JSON)
  .action(later(async () => (await import("./config/config.ts")).configCommand));

withTimeout(program.command("doctor"))
  .summary("Check settings, secret, store, telemetry and providers. Sends nothing.")
  .description(
    "Check settings, secret, store, telemetry and providers. Sends nothing. Exit code 1: problems; 2: only warnings.",
  )
  .option(...AS_JSON)
  .action(later(async () => (await import("./doctor/doctor.ts")).doctorCommand));

program
  .command("health")
  .summary("Ask the running server whether it lives, for health checks.")
  .description(
    "Ask the server that listens at HOST and PORT whether it lives. Exit code 0: it does; 1: it does not, or does not answer.",
  )
  .option("--ready", "ask whether it can send: store and providers (/readyz instead of /healthz)")
  .option("--timeout <seconds>", "how long it may take to answer", seconds, 3)
  .action(later(async () => (await import("./health.ts")).healthCommand));

program
  .command("send")
  .summary("Send a real code to test the chain.")
  .description(
    "Send a real code to test the chain. Exit code 0: every provider that was called accepted it; 1: one did not; 2: nothing was sent.",
  )
  .requiredOption("--to <number>", "phone number")
  .option("--app <name>", "use the chain of this app; required if there are several apps")
  .option("--provider <name>", "use this provider alone; it need not be in the chain")
  .option("--all", "send one code through each provider of the chain")
  .option(
    "--store",
    "use the configured store: the send counts for the number's limits, and ramz explain finds it",
  )
  .option("--yes", "send without asking for confirmation")
  .option(...AS_JSON)
  .action(later(async () => (await import("./send/send.ts")).sendCommand));

program
  .command("explain")
  .description(
    "Show what happened to a verification or a delivery: each provider's answer, and what to do next.",
  )
  .argument(
    "<id>",
    "id of the verification, ver_…, or of the delivery, dlv_…, or the sid that Twilio's clients have, VE…",
  )
  .option("--app <name>", "search this app alone (default: every app)")
  .option("--link", "make a link for the end user, who sees in plain words what happened and what to do")
  .option(...AS_JSON)
  .action(later(async () => (await import("./explain/explain.ts")).explainCommand));

program
  .command("key")
  .description("Manage the keys of calling applications and of operators.")
  .command("new")
  .description("Make a key. It is shown once; the configuration gets its hash.")
  .option("--app <name>", "the app that uses it", appName, DEFAULT_APP)
  .option("--admin <name>", "for the console of operators instead: whose key it is", operatorName)
  .option("--scopes <list>", `what it may do: ${SCOPES.join(",")}`, scopes, ["send", "check", "read"])
  .option("--client-ip", "trust the caller to name the end user's address")
  .option("--known-session", "trust the caller to say that the end user has a known session")
  .option("--challenge-passed", "trust the caller to say that the end user passed a challenge of its own")
  .option("--own-code", "let the caller have codes carried that it made itself")
  .option("--plain", "64 hexadecimal digits, for clients that take letters and digits only")
  .option(...AS_JSON)
  .action(later(async () => (await import("./key.ts")).newKeyCommand));

program
  .command("forget")
  .summary("Delete what is stored about a phone number.")
  .description("Delete what is stored about a phone number. A code that is still valid is canceled.")
  .argument("<number>", "phone number, best in international form, e.g. +989121234567")
  .option("--app <name>", "in this app alone (default: every app)")
  .option(...AS_JSON)
  .action(later(async () => (await import("./forget.ts")).forgetCommand));

program
  .command("audit")
  .summary("Show what operators did, and whether the trail is whole.")
  .description(
    "Show what operators did in the console, oldest first, and verify the chain of the trail. Exit code 1: an entry was changed, deleted or put in; 2: a part cannot be verified.",
  )
  .option("--since <time>", "show entries from here on: a date, or 24h or 7d ago", pointInTime)
  .option("--expect <hash>", "exit code 1 unless the trail has this entry, which the log has", entryHash)
  .option(...AS_JSON)
  .action(later(async () => (await import("./audit/audit.ts")).auditCommand));

program
  .command("route")
  .summary("Show what came back of each provider, and the order that follows.")
  .description(
    "Show what came back of each provider by operator, and the order in which they are tried. Needs RAMZ_ROUTING=monitor or learn.",
  )
  .option("--operator <name>", "this operator alone, e.g. IR-MCI, or a country where operators are not known")
  .option("--app <name>", "this app alone", appName)
  .option(...AS_JSON)
  .action(later(async () => (await import("./route.ts")).routeCommand));

program
  .command("replay")
  .summary("Test other guard settings on the decisions in a log.")
  .description(
    "Test other guard settings on the decisions in a log: what the guard would have blocked, lost and saved. Settings without an option are those in force. Orders of providers in the log are made again from what was recorded of them.",
  )
  .argument("[files...]", "JSON lines of the log, of all processes (default: standard input)")
  .option(
    "--tolerance-percent <count>",
    "unconfirmed sends allowed above a floor, as a percentage of the confirmed ones",
    whole(0, 1000),
  )
  .option("--window-minutes <count>", "minutes that the guard looks back", whole(60, 1440))
  .option(
    "--block-floor <count>",
    "unconfirmed sends always allowed to a block of ten thousand numbers",
    whole(1, COUNT_MAX),
  )
  .option("--operator-floor <count>", "the same for an operator", whole(1, COUNT_MAX))
  .option("--subnet-floor <count>", "the same for a network of end users", whole(1, COUNT_MAX))
  .option("--app-floor <count>", "the same for an app", whole(1, COUNT_MAX))
  .option("--address-floor <count>", "the same for an address of end users", whole(1, COUNT_MAX))
  .option("--caller-floor <count>", "the same for a key of the caller", whole(1, COUNT_MAX))
  .option("--rial-per-message <count>", "price of one message in Rial", whole(0, COUNT_MAX))
  .option(...AS_JSON)
  .action(later(async () => (await import("./replay/replay.ts")).replayCommand));

program
  .command("dev")
  .description("Serve with simulated vendors on this machine. Nothing is sent.")
  .option("--with <simulator>", `the simulated vendors, with commas: ${SIMULATORS.join(", ")}`)
  .option("--json", "print the addresses as JSON")
  .action(later(async () => (await import("./dev/dev.ts")).devCommand));

withTimeout(program.command("providers"))
  .summary("List the providers there are, what each needs, and how those in a chain are.")
  .description(
    "List the providers there are, what each needs, and how those in a chain are: their vendors are asked. Sends nothing. Exit code 1: problems with the settings.",
  )
  .option(...AS_JSON)
  .action(later(async () => (await import("./providers/providers.ts")).providersCommand));

const provider = withTimeout(program.command("provider"));
provider
  .summary("Run a tool of a provider, or list the tools.")
  .description(
    "Run a tool of a provider. Without a tool: list its tools. Without a name: list the tools of the chain.",
  )
  .argument("[name]", "provider as in RAMZ_PROVIDERS, e.g. npm:acme-sms or ./mine.ts")
  .argument("[tool]", "tool to run")
  .option("--answer <file>", "an answer of the vendor, for a tool that reads one; - is standard input")
  .option(...AS_JSON)
  .action(toolCommand);

provider
  .command("new")
  .summary("Write a recipe for a vendor, from the answers to six questions.")
  .description(
    "Write a recipe for a vendor, from the answers to six questions; they may be piped, one a line. The file is written into the working directory, and over no file.",
  )
  .action(later(async () => (await import("./provider-new.ts")).newProviderCommand));

for (const vendor of vendors())
  withTimeout(program.command(vendor))
    .summary(`Short for "ramz provider ${vendor}".`)
    .description(
      `Run a tool of ${vendor}; short for "ramz provider ${vendor}". Without a tool: list its tools.`,
    )
    .argument("[tool]", "tool to run")
    .option(...AS_JSON)
    .action((tool, options) => toolCommand(vendor, tool, options));

/** Runs the command that the process was started with. */
export async function runProgram(): Promise<void> {
  await program.parseAsync();
}

/** An action that is loaded when it is called for: a health check, every few seconds, has no use for the pages that serve loads. */
function later<Args extends readonly unknown[]>(load: () => Promise<(...args: Args) => unknown>) {
  return async (...args: Args): Promise<void> => {
    const command = await load();
    await command(...args);
  };
}

function withTimeout(command: Command): Command {
  return command.option("--timeout <seconds>", "how long a provider may take to answer", seconds, 30);
}
