#!/usr/bin/env bun
/** The command line. */
import { Command, InvalidArgumentError, Option } from "commander";
import { version } from "../package.json";
import { configCommand } from "./cli/config.ts";
import { devCommand } from "./cli/dev.ts";
import { doctorCommand } from "./cli/doctor.ts";
import { explainCommand } from "./cli/explain.ts";
import { sendCommand } from "./cli/send.ts";
import { serveCommand } from "./cli/serve.ts";
import { toolCommand, vendors } from "./cli/tools.ts";
import { AS_WORKER } from "./cli/workers.ts";

const AS_JSON = ["--json", "as JSON"] as const;

const program = new Command("ramz")
  .description("Self-hosted phone verification: one-time codes through a chain of SMS providers.")
  .version(version)
  .showHelpAfterError();

program
  .command("serve")
  .description("Serve the HTTP API until SIGTERM or SIGINT.")
  .option("--workers <count>", "as many processes on one port", workers, 1)
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
  .option(...AS_JSON)
  .action(explainCommand);

program
  .command("dev")
  .description("Serve before a simulated vendor on this machine; nothing is sent.")
  .requiredOption("--with <stand-in>", "kavenegar-simulator")
  .option("--json", "the addresses as JSON")
  .action(devCommand);

for (const vendor of vendors())
  withTimeout(program.command(vendor))
    .description(`Tools of ${vendor}; without a name, lists them.`)
    .argument("[tool]", "which one")
    .option(...AS_JSON)
    .action((tool, options) => toolCommand(vendor, tool, options));

await program.parseAsync();

function withTimeout(command: Command): Command {
  return command.option("--timeout <seconds>", "how long a provider may take to answer", seconds, 30);
}

function seconds(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 600) return value;
  throw new InvalidArgumentError("Write seconds from 1 to 600.");
}

function workers(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 64) return value;
  throw new InvalidArgumentError("Write a whole number from 1 to 64.");
}
