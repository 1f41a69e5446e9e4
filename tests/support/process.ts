/** The real program as a child process in a folder of its own, always stopped and cleaned up. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll } from "bun:test";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Api, apiAt, eventually } from "./http.ts";

const ROOT = join(import.meta.dir, "../..");
const START_WITHIN_MS = 30_000;
const RUN_WITHIN_MS = 30_000;

export type Env = Readonly<Record<string, string>>;

/** A folder that is gone at the end of its scope. Packages resolve in it as they do in the repository. */
export interface Folder extends Disposable {
  readonly path: string;
  /** The program that is run in it; the repository's by default. */
  readonly main?: string;
  /** Writes a file into it. */
  write(name: string, text: string): void;
  /** The store's rows, hashed: the same before and after means that nothing was changed. */
  storeHash(): string;
}

export function tempFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "ramz-e2e-"));
  symlinkSync(join(ROOT, "node_modules"), join(path, "node_modules"));
  return {
    path,
    write: (name, text) => writeFileSync(join(path, name), text),
    storeHash() {
      using db = new Database(join(path, STORE_FILE), { readonly: true });
      return Bun.hash(JSON.stringify(db.query("SELECT * FROM ledgers ORDER BY key").all())).toString(16);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

export const STORE_FILE = "ramz.db";

/** Only what a test says is in the environment, so that the machine it runs on does not matter. */
function spawn(
  folder: Folder,
  args: readonly string[],
  env: Env,
  under: readonly string[] = [],
  input?: string,
) {
  const child = Bun.spawn([...under, process.execPath, folder.main ?? join(ROOT, "app/main.ts"), ...args], {
    cwd: folder.path,
    env: {
      PATH: process.env["PATH"],
      HOME: tmpdir(),
      PORT: "0",
      RAMZ_STORE: `sqlite:./${STORE_FILE}`,
      ...env,
    },
    stdin: input === undefined ? "ignore" : new Blob([input]),
    stdout: "pipe",
    stderr: "pipe",
  });
  living.add(child);
  void child.exited.then(() => living.delete(child));
  return child;
}

const living = new Set<Bun.Subprocess>();
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `ramz …` to its end. `input` is its standard input, which is otherwise closed. */
export async function runRamz(
  args: readonly string[],
  env: Env = {},
  given?: Folder,
  input?: string,
): Promise<Ran> {
  const folder = given ?? tempFolder();
  const child = spawn(folder, args, env, [], input);
  const overdue = setTimeout(() => child.kill("SIGKILL"), RUN_WITHIN_MS);
  try {
    const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    return { code, out, err };
  } finally {
    clearTimeout(overdue);
    if (given === undefined) folder[Symbol.dispose]();
  }
}

export interface Running extends AsyncDisposable {
  readonly api: Api;
  readonly folder: Folder;
  readonly port: number;
  readonly pid: number;
  /** Everything it has printed so far, on both streams. */
  printed(): string;
  /** Asks it to stop; `exited` resolves when it has. */
  signal(name: "SIGTERM" | "SIGINT" | "SIGHUP"): void;
  /** Stops it at once (SIGKILL). */
  kill(): Promise<void>;
  readonly exited: Promise<number>;
}

/** A command that runs another one whose files end at half a MiB, or one, as on a full disk. */
export const ON_A_SMALL_DISK: readonly string[] = [
  "sh",
  "-c",
  'trap "" XFSZ; ulimit -f 1024; exec "$@"',
  "sh",
];

/**
 * Starts `ramz serve`, or another command that serves, and waits until it says where it listens. Killed at the end of its scope. `under` is
 * a command that runs the command it is given.
 */
export async function startRamz(
  env: Env = {},
  given?: Folder,
  args: readonly string[] = ["serve"],
  under: readonly string[] = [],
): Promise<Running> {
  const folder = given ?? tempFolder();
  const child = spawn(folder, args, env, under);
  let printed = "";
  const listen = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) printed += decoder.decode(chunk, { stream: true });
  };
  const heard = Promise.all([listen(child.stdout), listen(child.stderr)]);
  const kill = async () => {
    child.kill("SIGKILL");
    await child.exited;
    await heard;
  };
  const dispose = async () => {
    await kill();
    if (given === undefined) folder[Symbol.dispose]();
  };
  try {
    const url = await eventually(
      () => {
        if (child.exitCode !== null)
          throw new Error(`ramz ${args.join(" ")} ended with ${child.exitCode}: ${printed}`);
        return /listens on (http:\/\/[^\s]+)\. API/.exec(printed)?.[1] ?? "";
      },
      (found) => found !== "",
      START_WITHIN_MS,
    );
    return {
      api: apiAt(url),
      folder,
      port: Number(new URL(url).port),
      pid: child.pid,
      printed: () => printed,
      signal: (name) => child.kill(name),
      kill,
      exited: child.exited,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * One process for all tests of a `describe` block or file, started before the first and stopped after the last. `files` are
 * put into its folder, by name.
 */
export function sharedRamz(
  env: Env = {},
  files: Readonly<Record<string, string>> = {},
): { readonly api: Api; readonly folder: Folder } {
  let running: Running | undefined;
  const started = () => {
    if (running === undefined) throw new Error("it runs only while tests do");
    return running;
  };
  beforeAll(async () => {
    const folder = tempFolder();
    for (const [name, text] of Object.entries(files)) folder.write(name, text);
    try {
      running = await startRamz(env, folder);
    } catch (error) {
      folder[Symbol.dispose]();
      throw error;
    }
  });
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    running?.folder[Symbol.dispose]();
  });
  return {
    get api() {
      return started().api;
    },
    get folder() {
      return started().folder;
    },
  };
}
