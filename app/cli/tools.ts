/** `ramz <vendor> <tool>`: what a vendor's providers can tell beside sending. */
import { builtInProviders, type Tool, type ToolReport } from "../compose.ts";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/settle.ts";
import { fail } from "./fail.ts";
import { openProvidersOnly } from "./open.ts";

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

/** Works whether or not the chain holds the vendor, as long as its options are set. Exit code 1 when there is no answer. */
export async function toolCommand(
  vendor: string,
  name: string | undefined,
  { json = false, timeout }: ToolOptions,
): Promise<void> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) return fail(problems);
  const found = await findTools(vendor, config);
  if (found.kind === "problems") return fail(found.problems);
  if (name === undefined) return list(vendor, found.tools, json);
  const tool = found.tools[name];
  if (tool === undefined) {
    const known = Object.keys(found.tools).join(", ");
    return refuse(`"${name}" is no tool of ${vendor}. It has: ${known === "" ? "none" : known}.`);
  }
  show(await tool.run(Date.now() + timeout * 1000), json);
}

type Found =
  | { readonly kind: "found"; readonly tools: Readonly<Record<string, Tool>> }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Of the first provider of the vendor that can be opened: those of one vendor share an account, but each has options of its own. */
async function findTools(vendor: string, config: Config): Promise<Found> {
  const inChain = config.providers.filter((name) => name.startsWith(`${vendor}/`));
  const others = builtInProviders().filter(
    (name) => name.startsWith(`${vendor}/`) && !inChain.includes(name),
  );
  let problems: readonly string[] = [];
  for (const name of [...inChain, ...others]) {
    const opened = await openProvidersOnly({ ...config, providers: [name] });
    if (opened.kind === "composed") {
      await opened.ramz.close();
      return { kind: "found", tools: opened.ramz.links[0]?.tools ?? {} };
    }
    if (problems.length === 0) ({ problems } = opened);
  }
  return { kind: "problems", problems };
}

function list(vendor: string, tools: Readonly<Record<string, Tool>>, json: boolean): void {
  const rows = Object.entries(tools).map(([tool, { description }]) => ({ tool, description }));
  if (json) return console.log(JSON.stringify(rows, null, 2));
  for (const { tool, description } of rows) console.log(`ramz ${vendor} ${tool}  ${description}`);
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

function refuse(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
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
