/** `ramz provider <name> <tool>`, and `ramz <vendor> <tool>` for short: what providers can tell beside sending. */
import type { Tool, ToolReport } from "../../adapters/providers/_kit/plugin.ts";
import { builtInProviders } from "../composition/open-adapters.ts";
import type { Ramz } from "../composition/compose.ts";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/resolve.ts";
import { fail, refuse } from "./fail.ts";
import { withChain } from "./narrow-config.ts";
import { openProvidersOnly } from "./open-ramz.ts";
import type { Environment } from "../config/setting.ts";

export interface ToolOptions {
  readonly json?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** Folders of the providers that come with Ramz: `kavenegar`. */
export function vendors(): readonly string[] {
  const folders = builtInProviders().flatMap((name) =>
    name.includes("/") ? [name.split("/")[0] ?? ""] : [],
  );
  return [...new Set(folders)];
}

/**
 * `asked` is a provider or a vendor, in the chain or not, as long as its options are set; undefined lists the tools of the whole
 * chain. Exit code 1 when there is no answer.
 */
export async function toolCommand(
  asked: string | undefined,
  name: string | undefined,
  { json = false, timeout }: ToolOptions,
): Promise<void> {
  const { config, problems } = loadConfig(process.env);
  const what = `${asked ?? "The chain"} cannot be asked`;
  if (problems.length > 0) return fail(problems, what);
  const chains = asked === undefined ? [config.providers] : chainsOf(asked, config);
  const opened = await openFirst(chains, config, name === undefined ? toLookAt() : process.env);
  if (opened.kind === "problems") return fail(opened.problems, what);
  const { ramz } = opened;
  if (name === undefined) list(ramz, asked, json);
  else await run(ramz, asked ?? "", name, { json, timeout });
  await ramz.close();
  // At once: a tool that hung may hold a timer or a connection that would keep the process.
  process.exit();
}

/** The provider of that name, or else each of the vendor's, those of the chain first: any of them can tell of its account. */
function chainsOf(asked: string, config: Config): readonly (readonly string[])[] {
  const known = [...new Set([...config.providers, ...builtInProviders()])];
  const ofVendor = known.filter((name) => name.startsWith(`${asked}/`));
  return known.includes(asked) || ofVendor.length === 0 ? [[asked]] : ofVendor.map((name) => [name]);
}

/** The environment with a key made up where there is none: tools are listed before there is an account, and asked nothing. */
function toLookAt(): Environment {
  return { ...process.env, KAVENEGAR_API_KEY: process.env["KAVENEGAR_API_KEY"] || "none-yet" };
}

/** The first that can be opened; else the problems of the first. */
async function openFirst(chains: readonly (readonly string[])[], config: Config, env: Environment) {
  let problems: readonly string[] = [];
  for (const chain of chains) {
    const opened = await openProvidersOnly(withChain(config, chain), env);
    if (opened.kind === "composed") return opened;
    if (problems.length === 0) ({ problems } = opened);
  }
  return { kind: "problems", problems } as const;
}

function list({ providers }: Ramz, asked: string | undefined, json: boolean): void {
  const rows = providers.flatMap((handle) =>
    Object.entries(handle.tools).map(([tool, { description }]) => ({
      provider: asked ?? handle.name,
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

function commandOf(asked: string, tool: string): string {
  return vendors().includes(asked) ? `ramz ${asked} ${tool}` : `ramz provider ${asked} ${tool}`;
}

async function run(
  { providers: [link] }: Ramz,
  asked: string,
  name: string,
  { json = false, timeout }: ToolOptions,
) {
  const tools: Readonly<Record<string, Tool>> = link?.tools ?? {};
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (tool !== undefined) return show(await tool.run(Date.now() + timeout * 1000), json);
  refuse(`"${name}" is no tool of ${asked}. It has: ${Object.keys(tools).join(", ") || "none"}.`);
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

/** One record as lines of name and value, several as a table. */
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
