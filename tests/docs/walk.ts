/**
 * Walks a page as its reader does: runs what its `sh` blocks say, and holds every `json` block against the reply it stands for.
 * Knows the few commands the pages use; any other one is an error, so no example goes untested.
 */
import { join } from "node:path";
import { runRamz, tempFolder } from "../support/process.ts";
import { type Block, blocksOf } from "./pages.ts";
import { serve, type Served, until } from "./server.ts";

/** Where the pages say that Ramz listens. */
const WRITTEN_ORIGIN = "http://127.0.0.1:8000";

interface Reply {
  readonly command: string;
  readonly status: number;
  readonly body: unknown;
}

/** How much of a page was compared; a page without comparisons is not an example. */
export interface Walked {
  readonly commands: number;
  readonly replies: number;
}

export async function walk(page: string): Promise<Walked> {
  const walker = createWalker();
  try {
    for (const block of blocksOf(page)) {
      try {
        await walker.take(block);
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        throw new Error(`${page}:${block.line}: ${cause}`, { cause: error });
      }
    }
    return walker.done();
  } finally {
    await walker.stop();
  }
}

function createWalker() {
  let server: Served | null = null;
  let waiting: Reply[] = [];
  let commands = 0;
  let replies = 0;
  /** The text of the page since the last reply. */
  let prose = "";
  /** Ids, codes and proofs as the page writes them, and their values in this walk. */
  const real = new Map<string, string>();
  const variables = new Map<string, string>();
  /** Has the files that the page tells its reader to write. */
  const folder = tempFolder();
  let configuration = "";

  function realised(text: string): string {
    let result = text.replaceAll(/\$([A-Z]+)/g, (whole, name: string) => variables.get(name) ?? whole);
    for (const [written, actual] of real) result = result.replaceAll(written, actual);
    return result;
  }

  /** Adds to the configuration file of the reader. */
  function configure(toml: string): void {
    configuration += `${toml}\n`;
    folder.write("ramz.toml", configuration);
  }

  async function run(line: string): Promise<void> {
    commands += 1;
    const start = /^((?:[A-Z_]+=\S+ )*)(?:npx -y bun@1\.4\.5|bun) run dev$/.exec(line);
    if (start !== null) {
      await server?.stop();
      const { RAMZ_CONFIG: file, ...settings } = settingsIn(start[1] ?? "");
      server = await serve(
        file === undefined ? settings : { ...settings, RAMZ_CONFIG: join(folder.path, file) },
      );
      return;
    }
    const key = /^(?:npx -y bun@1\.4\.5|bun) run ramz (key new .+)$/.exec(line);
    if (key !== null) {
      // The page says where both go.
      const { out, err } = await runRamz((key[1] ?? "").split(" "));
      variables.set("KEY", out.trim());
      configure(err.slice(err.indexOf("[apps.")));
      return;
    }
    const dev = /^bun app\/main\.ts (dev --with \S+)$/.exec(line);
    if (dev !== null) {
      await server?.stop();
      server = await serve({}, dev[1]?.split(" "));
      return;
    }
    const pause = /^sleep (\d+)$/.exec(line);
    if (pause !== null) return Bun.sleep(Number(pause[1]) * 1000);
    const variable = /^([A-Z]+)=(\S+)$/.exec(line);
    if (variable !== null) {
      variables.set(variable[1] ?? "", realised(variable[2] ?? ""));
      return;
    }
    // The tests are what runs this page.
    if (/^(git clone|cd) | run test$/.test(line)) return;
    if (!line.startsWith("curl ") || server === null) throw new Error(`cannot run "${line}"`);
    waiting.push(await curl(realised(line), server.origin));
  }

  /** The status is the last one the page names since the reply before; 200 needs no word. */
  function compare(text: string): void {
    const reply = waiting.shift();
    if (reply === undefined) throw new Error("a json block without a curl before it");
    replies += 1;
    const status = Number([...prose.matchAll(/`([1-5]\d\d)`/g)].at(-1)?.[1] ?? 200);
    prose = "";
    if (reply.status !== status) {
      throw new Error(
        `${reply.command} answered ${reply.status} ${JSON.stringify(reply.body)}, not ${status}`,
      );
    }
    hold("reply", JSON.parse(text), reply.body, real);
  }

  return {
    async take(block: Block): Promise<void> {
      prose += block.before;
      if (block.language === "sh") {
        if (waiting.length > 0) throw new Error(`no json block for ${waiting[0]?.command}`);
        const lines = block.text
          .replaceAll(/\\\n\s*/g, "")
          .trim()
          .split("\n");
        for (const line of lines) await run(line.trim());
      } else if (block.language === "toml") {
        configure(block.text);
      } else if (block.language === "json") {
        compare(block.text);
      } else if (block.language === "text") {
        await printed(block, server, real);
      }
    },
    done(): Walked {
      if (waiting.length > 0) throw new Error(`no json block for ${waiting[0]?.command}`);
      return { commands, replies };
    },
    async stop() {
      await server?.stop();
      folder[Symbol.dispose]();
    },
  };
}

function settingsIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.trim() === "" ? [] : text.trim().split(" ");
  return Object.fromEntries(pairs.map((pair) => pair.split("=", 2)));
}

/** The request a curl command makes. */
async function curl(line: string, origin: string): Promise<Reply> {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match.slice(1).join(""));
  let method: string | null = null;
  let url: string | null = null;
  let body: string | null = null;
  const headers = new Headers();
  const rest = words.slice(1);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "-X") method = rest.shift() ?? "";
    else if (word === "-d") body = rest.shift() ?? "";
    else if (word === "-H") {
      const [name = "", value = ""] = (rest.shift() ?? "").split(": ", 2);
      headers.set(name, value);
    } else if (word.startsWith("http")) url = word.replace(WRITTEN_ORIGIN, origin);
    else throw new Error(`curl is run without "${word}"`);
  }
  if (url === null) throw new Error("curl without an address");
  if (body !== null && !headers.has("content-type"))
    headers.set("content-type", "application/x-www-form-urlencoded");
  const response = await fetch(url, { method: method ?? (body === null ? "GET" : "POST"), headers, body });
  return { command: line, status: response.status, body: await response.json() };
}

/** Fields whose values differ in every run, but stay the same within one. */
const NAMES = new Set([
  "id",
  "sid",
  "verification_id",
  "code",
  "trace_id",
  "request_id",
  "proof",
  "verification_token",
]);
const SECONDS = new Set(["expires_in", "resend_in", "retry_after"]);
/** A reader is slower than this walk, and a busy machine slower than an idle one. */
const SECONDS_SLACK = 10;

/** Marks in a page the fields it does not show. */
const REST = "…";

/** Compares what the page shows with the reply, and learns the values of the page's ids and codes. */
function hold(path: string, shown: unknown, came: unknown, real: Map<string, string>): void {
  const key = path.split(".").at(-1) ?? "";
  const differs = () =>
    new Error(`${path} is ${JSON.stringify(came)}, the page says ${JSON.stringify(shown)}`);
  if (typeof shown !== typeof came || Array.isArray(shown) !== Array.isArray(came)) throw differs();
  if (typeof shown === "string" && typeof came === "string") {
    if (NAMES.has(key) && looksTheSame(shown, came)) real.set(shown, came);
    else if (plain(key, shown) !== plain(key, came)) throw differs();
  } else if (typeof shown === "number" && typeof came === "number") {
    const slack = SECONDS.has(key) ? SECONDS_SLACK : key === "duration_ms" ? Number.POSITIVE_INFINITY : 0;
    if (Math.abs(shown - came) > slack) throw differs();
  } else if (isObject(shown) && isObject(came)) {
    const wanted = Object.keys(shown)
      .filter((name) => name !== REST)
      .sort();
    const isShort = REST in shown;
    const given = Object.keys(came)
      .filter((name) => !isShort || wanted.includes(name))
      .sort();
    if (wanted.join() !== given.join())
      throw new Error(`${path} has ${given.join(", ")}, the page shows ${wanted.join(", ")}`);
    for (const name of wanted) hold(`${path}.${name}`, shown[name], came[name], real);
  } else if (shown !== came) throw differs();
}

/** A code, an id, a trace id, a proof; a problem's `code` is none of these. */
const NAME_SHAPES = [/^\d{6,10}$/, /^(ver|dlv)_\S+$/, /^VE[0-9a-f]{32}$/, /^[0-9a-f]{32}$/, /^eyJ\S+$/];

function looksTheSame(shown: string, came: string): boolean {
  return NAME_SHAPES.some((shape) => shape.test(shown) && shape.test(came));
}

/** The comparable part of a text: the form of a time, a message without its code, a sentence without its waits. */
function plain(key: string, text: string): string {
  if (key.endsWith("_at") || key === "text") return text.replaceAll(/\d/g, "0");
  return key === "detail" ? text.replaceAll(/\d+ (h|min|s)( \d+ (min|s))?\b/g, "0 s") : text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/**
 * A `text` block is what the terminal shows. Its codes and the ports of simulators differ in every run: codes are left out, and the
 * addresses of simulators are learned.
 */
async function printed({ text }: Block, server: Served | null, real: Map<string, string>) {
  if (server === null) throw new Error("a text block before anything runs");
  const { origin, printed: output } = server;
  for (const line of text.trim().split("\n")) {
    const written = line.replaceAll(WRITTEN_ORIGIN, origin);
    const [address] = ADDRESS.exec(written.replaceAll(origin, "")) ?? [];
    const expected = patternOf(written, address);
    await until(() => expected.test(output()));
    const [, found] = expected.exec(output()) ?? [];
    if (address !== undefined && found !== undefined) real.set(address, found);
  }
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;

/** Matches the line with any codes in it, and captures what stands at this address. */
function patternOf(line: string, address: string | undefined): RegExp {
  const parts = address === undefined ? [line] : line.split(address);
  const patterns = parts.map((part) =>
    part
      .split(/\b\d{6}\b/)
      .map((piece) => RegExp.escape(piece))
      .join("\\d{6}"),
  );
  return new RegExp(patterns.join(`(${ADDRESS.source})`));
}
