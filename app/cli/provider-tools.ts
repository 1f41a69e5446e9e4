/** `ramz provider <name> <tool>`, or `ramz <vendor> <tool>` for short: tools of providers, e.g. to show the credit of an account. */
import type { Tool, ToolReport } from "../../adapters/providers/_kit/plugin.ts";
import { builtInProviders } from "../composition/open-adapters.ts";
import type { Ramz } from "../composition/compose.ts";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/resolve.ts";
import { namesIn } from "../config/tables/chains.ts";
import { fail, refuse } from "./fail.ts";
import { addressesOf, RECEIPTS_TOOL } from "./receipt-addresses.ts";
import { withChain } from "./narrow-config.ts";
import { openProvidersOnly } from "./open-ramz.ts";
import type { Environment } from "../config/setting.ts";

export interface ToolOptions {
  readonly json?: boolean;
  /** A file with an answer of the vendor; `-` is standard input. */
  readonly answer?: string;
  /** Seconds. */
  readonly timeout: number;
}

/** The vendors of the providers that come with Ramz, e.g. `kavenegar`. */
export function vendors(): readonly string[] {
  const folders = builtInProviders().flatMap((name) =>
    name.includes("/") ? [name.split("/")[0] ?? ""] : [],
  );
  return [...new Set(folders)];
}

/**
 * `target` is a provider or a vendor whose options are set; it need not be in the chain. Without a target the tools of the whole chain are
 * listed. Exit code 1 when the tool gives no answer.
 */
export async function toolCommand(
  target: string | undefined,
  name: string | undefined,
  options: ToolOptions,
): Promise<void> {
  const { json = false } = options;
  const { config, problems } = loadConfig(process.env);
  const failure = `${target ?? "The chain"} cannot be used`;
  if (problems.length > 0) return fail(problems, failure);
  if (name === RECEIPTS_TOOL && target !== undefined && namesIn(config).some((one) => isOf(one, target)))
    return showAddresses(target, config, options);
  const chains = target === undefined ? [namesIn(config)] : chainsOf(target, config);
  const opened = await openFirst(chains, config, name === undefined ? withPlaceholderKey() : process.env);
  if (opened.kind === "problems") return fail(opened.problems, failure);
  const { ramz } = opened;
  if (name === undefined) list(ramz, target, json);
  else await run(ramz, target ?? "", name, options);
  await ramz.close();
  // A tool that hangs may hold a timer or a connection, which would keep the process alive.
  process.exit();
}

/** Whether the provider is this one, or one of this vendor. */
function isOf(provider: string, target: string): boolean {
  return provider === target || provider.startsWith(`${target}/`);
}

/** Looks at every chain, because each has addresses of its own. */
async function showAddresses(target: string, config: Config, { json = false, timeout }: ToolOptions) {
  const opened = await openProvidersOnly(config);
  if (opened.kind === "problems") return fail(opened.problems, `${target} cannot be used`);
  const report = await addressesOf(target, opened.ramz.providers, Date.now() + timeout * 1000);
  if (report === null) refuse(`The vendor of ${target} never calls, so there is no address for it.`);
  else show(report, json);
  await opened.ramz.close();
}

/** A chain for each candidate: the provider of that name, or each provider of the vendor. They share an account, so any of them will do. */
function chainsOf(target: string, config: Config): readonly (readonly string[])[] {
  const known = [...new Set([...namesIn(config), ...builtInProviders()])];
  const ofVendor = known.filter((name) => name.startsWith(`${target}/`));
  return known.includes(target) || ofVendor.length === 0 ? [[target]] : ofVendor.map((name) => [name]);
}

/** The environment, with a placeholder where Kavenegar has no key: listing tools calls no vendor, so it needs no account. */
function withPlaceholderKey(): Environment {
  const { KAVENEGAR_API_KEY, KAVENEGAR_API_KEY_FILE } = process.env;
  if (KAVENEGAR_API_KEY || KAVENEGAR_API_KEY_FILE) return process.env;
  return { ...process.env, KAVENEGAR_API_KEY: "none-yet" };
}

/** The first chain that can be opened; if there is none, the problems of the first. */
async function openFirst(chains: readonly (readonly string[])[], config: Config, env: Environment) {
  let problems: readonly string[] = [];
  for (const chain of chains) {
    const opened = await openProvidersOnly(withChain(config, chain), env);
    if (opened.kind === "composed") return opened;
    if (problems.length === 0) ({ problems } = opened);
  }
  return { kind: "problems", problems } as const;
}

function list({ providers }: Ramz, target: string | undefined, json: boolean): void {
  const rows = providers.flatMap((handle) =>
    Object.entries(handle.tools).map(([tool, { description }]) => ({
      provider: target ?? handle.name,
      tool,
      description,
    })),
  );
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const lines = rows.map(({ provider, tool, description }) => [commandOf(provider, tool), description]);
  console.log(
    lines.length > 0 ? aligned(lines) : `${providers.map(({ name }) => name).join(", ")}: no tools.`,
  );
}

function commandOf(target: string, tool: string): string {
  return vendors().includes(target) ? `ramz ${target} ${tool}` : `ramz provider ${target} ${tool}`;
}

async function run(
  { providers: [handle] }: Ramz,
  target: string,
  name: string,
  { json = false, timeout, answer }: ToolOptions,
) {
  const tools: Readonly<Record<string, Tool>> = handle?.tools ?? {};
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (tool === undefined)
    return refuse(`${target} has no tool "${name}". Its tools: ${Object.keys(tools).join(", ") || "none"}.`);
  if (answer !== undefined && tool.readsAnswer !== true)
    return refuse(`The tool "${name}" of ${target} reads no answer. Leave out --answer.`);
  const pasted = answer === undefined ? undefined : await textOfAnswer(answer);
  if (pasted === null)
    return refuse(`There is no file "${answer}" for --answer. Write - for standard input.`);
  show(await tool.run(Date.now() + timeout * 1000, pasted), json);
}

async function textOfAnswer(place: string): Promise<string | null> {
  if (place === "-") return Bun.stdin.text();
  const file = Bun.file(place);
  return (await file.exists()) ? file.text() : null;
}

function show(report: ToolReport, json: boolean): void {
  switch (report.kind) {
    case "report":
      console.log(json ? JSON.stringify(report.rows, null, 2) : textOf(report.rows));
      return;
    case "failed":
      if (json) console.log(JSON.stringify(report.finding, null, 2));
      refuse([report.finding.detail, report.finding.remedy ?? ""].join(" ").trim());
  }
}

type Rows = Extract<ToolReport, { kind: "report" }>["rows"];

/** One record as lines of name and value; several as a table. */
function textOf(rows: Rows): string {
  const [first] = rows;
  if (first === undefined) return "none";
  if (rows.length === 1) return aligned(Object.entries(first).map(([name, value]) => [name, String(value)]));
  const names = Object.keys(first);
  return aligned([names, ...rows.map((row) => names.map((name) => String(row[name] ?? "")))]);
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widthOf = (column: number) => Math.max(...lines.map((line) => (line[column] ?? "").length));
  const pad = (line: readonly string[]) =>
    line.map((cell, column) => cell.padEnd(widthOf(column))).join("  ");
  return lines.map((line) => pad(line).trimEnd()).join("\n");
}
