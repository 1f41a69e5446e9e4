#!/usr/bin/env bun
/** The command line. */
import { Command } from "commander";
import { version } from "../package.json";
import { configCommand } from "./cli/config.ts";
import { serveCommand } from "./cli/serve.ts";

const program = new Command("ramz")
  .description("Self-hosted phone verification: one-time codes through a chain of SMS providers.")
  .version(version)
  .showHelpAfterError();

program.command("serve").description("Serve the HTTP API until SIGTERM or SIGINT.").action(serveCommand);
program
  .command("config")
  .description(
    "Show the settings in force, secrets hidden; exit 1 with every problem when they are not valid.",
  )
  .option("--json", "as JSON")
  .action(configCommand);

await program.parseAsync();
