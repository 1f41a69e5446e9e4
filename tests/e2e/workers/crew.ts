/** `ramz serve --workers` with a provider that records every code and the process that sent it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nextHanded, pluginFile } from "../plugins/plugin-files.ts";
import {
  type Api,
  apiAt,
  eventually,
  freshNumber,
  JSON_TYPE,
  type Reply,
  verificationIn,
} from "../../support/http.ts";
import { type Env, type Folder, startRamz, tempFolder } from "../../support/process.ts";

/** For races. Other tests start fewer: a process costs as much as hundreds of requests. */
export const WORKERS = 4;
export const SECRET = "four-processes-share-one-secret-of-enough-length";

/** Tests begin many verifications from one address and complete few of them. */
const MANY_FROM_ONE = {
  RAMZ_IP_SENDS_PER_HOUR: "1000000",
  RAMZ_MESSAGES_PER_DAY: "1000000",
  RAMZ_GUARD: "off",
};

export interface Started {
  readonly to: string;
  readonly id: string;
  readonly code: string;
}

export interface Crew extends AsyncDisposable {
  readonly api: Api;
  readonly port: number;
  readonly folder: Folder;
  readonly exited: Promise<number>;
  printed(): string;
  /** To the parent. */
  signal(name: "SIGTERM" | "SIGINT"): void;
  /** SIGKILL, to the parent. */
  kill(): Promise<void>;
  /** On its own connection, which the kernel assigns to one of the workers; never sent twice. */
  post(path: string, body: unknown): Promise<Reply>;
  /** Starts a verification. */
  started(): Promise<Started>;
  /** The workers that have sent a message so far. */
  pids(): readonly number[];
  /** Begins verifications until as many different workers were seen. */
  seen(count: number): Promise<readonly number[]>;
}

const RECORDS = 'appendFileSync("./pids", process.pid + "\\n");';
const STOP_WITHIN_MS = 8_000;
const SEEN_WITHIN_MS = 15_000;

export interface CrewOptions {
  readonly workers?: number;
  /** How long the provider takes. */
  readonly delayMs?: number;
  /** Left as it is at the end; without one, the crew has a folder of its own. */
  readonly folder?: Folder;
}

export async function startCrew(
  env: Env,
  { workers = WORKERS, delayMs = 0, folder: given }: CrewOptions = {},
): Promise<Crew> {
  const folder = given ?? tempFolder();
  folder.write(
    "collect.ts",
    pluginFile(`${RECORDS} await Bun.sleep(${delayMs}); return { outcome: "accepted" };`),
  );
  const fixed = { HOST: "127.0.0.1", RAMZ_PROVIDERS: "./collect.ts", RAMZ_SECRET: SECRET, ...MANY_FROM_ONE };
  const all = { ...fixed, ...env };
  const { api, port, printed, signal, exited, kill } = await startRamz(all, folder, [
    "serve",
    "--workers",
    String(workers),
  ]);

  const post: Crew["post"] = (path, body) => postAlone(api, path, body);
  const started = async () => {
    const to = freshNumber();
    const { id } = verificationIn(await post("/v1/verifications", { to }));
    const { code } = await nextHanded(folder, to);
    return { to, id, code };
  };
  const pids = () => {
    const file = join(folder.path, "pids");
    return existsSync(file)
      ? [...new Set(readFileSync(file, "utf8").split("\n").slice(0, -1).map(Number))]
      : [];
  };
  const seen: Crew["seen"] = (count) =>
    eventually(
      async () => {
        await Promise.all(Array.from({ length: 2 * workers }, started));
        return pids();
      },
      ({ length }) => length >= count,
      SEEN_WITHIN_MS,
    );
  return {
    api,
    port,
    folder,
    exited,
    printed,
    signal,
    kill,
    post,
    started,
    pids,
    seen,
    async [Symbol.asyncDispose]() {
      signal("SIGTERM");
      // A parent that is killed takes its workers with it: they stop when it is gone.
      await Promise.race([exited, Bun.sleep(STOP_WITHIN_MS).then(kill)]);
      if (given === undefined) folder[Symbol.dispose]();
    },
  };
}

/** Without keep-alive: no connection is used twice, and so nothing is sent again behind the test's back. */
export function postAlone({ url }: Api, path: string, body: unknown): Promise<Reply> {
  const headers = { ...JSON_TYPE, connection: "close" };
  return apiAt(url).request(path, { method: "POST", headers, body: JSON.stringify(body), keepalive: false });
}

/** How often each word came. */
export function counted(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
