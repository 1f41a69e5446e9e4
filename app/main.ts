#!/usr/bin/env bun
/** Where the process begins. */
import { prepareProcess } from "./cli/prepare-process.ts";

prepareProcess();
// Loaded only now: a process that starts itself again has no use for it.
const { runProgram } = await import("./cli/program.ts");
await runProgram();
