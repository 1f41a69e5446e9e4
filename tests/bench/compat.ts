/**
 * What a check costs by Twilio's API beside the same check by Ramz's own: CPU of this process without a network, and operations of the
 * store. All verifications are made alike, by Twilio's API.
 */
import { join } from "node:path";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import type { Store } from "../../domain/storage/store.ts";
import { line, testKey } from "../app/access/app-keys.ts";
import { startInProcess } from "../app/http/in-process.ts";
import { type Api, field, type Reply } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { basic, postForm, SERVICE_PATH } from "../support/twilio.ts";
import { below, type Finding } from "./findings.ts";
import { median, medianRatio, printTable } from "./numbers.ts";
import { acceptingProvider } from "./ramz.ts";
import { nextNumber } from "./requests.ts";

const ROUNDS = 15;
const CHECKS = 200;
const TARGET = 1.3;

interface Started {
  readonly to: string;
  readonly sid: string;
  readonly code: string;
}
type Check = (started: Started) => Promise<Reply>;

export async function measureCompat(): Promise<readonly Finding[]> {
  console.log(
    `\n== Compat: a right check by Twilio's API beside the same by the own API, ${ROUNDS} rounds of ${CHECKS} checks, without a network`,
  );
  using folder = tempFolder();
  const key = testKey();
  folder.write("ramz.toml", `[apps.shop]\nkeys = [${line(key, ["send", "check"])}]\n`);
  const store = counting(openSqlite({ path: join(folder.path, "compat.db"), clock: systemClock }));
  const codes = new Map<string, string>();
  const carried = ({ recipient, code }: { recipient: string; code: string }) => codes.set(recipient, code);
  const env = {
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
    RAMZ_COMPAT_TWILIO: "true",
    RAMZ_SECRET: "the-bench-of-compat-has-one-secret-of-enough-length",
    RAMZ_GUARD: "off",
  };
  const providers = [acceptingProvider({ carried: (message) => void carried(message) })];
  await using ramz = await startInProcess(env, { store: store.store, providers, exportTelemetry: false });
  const { api } = ramz;
  const byBasic = basic(key.key);
  const checks: Readonly<Record<string, Check>> = {
    own: ({ to, code }) => api.post("/v1/checks", { to, code }, key.headers),
    number: ({ to, code }) => postForm(api, CHECK_PATH, { To: to, Code: code }, byBasic),
    sid: ({ sid, code }) => postForm(api, CHECK_PATH, { VerificationSid: sid, Code: code }, byBasic),
  };
  const us = new Map<string, number[]>();
  const operations = new Map<string, number>();
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, check] of Object.entries(checks)) {
      const started = await start(api, byBasic, codes);
      const before = store.operations();
      const spent = await cpuOf(started, check);
      operations.set(name, (store.operations() - before) / CHECKS);
      // The first round warms up.
      if (round > 0) us.set(name, [...(us.get(name) ?? []), spent]);
    }
  }
  const of = (name: string) => us.get(name) ?? [];
  const ratio = (name: string) => medianRatio(of(name), of("own"));
  printTable(
    ["a right check", "us of CPU", "of the own", "store operations"],
    ["own", "number", "sid"].map((name) => [
      name === "own" ? "POST /v1/checks" : `Twilio, by ${name}`,
      median(of(name)).toFixed(0),
      ratio(name).toFixed(2),
      String(operations.get(name)),
    ]),
  );
  const further = (operations.get("sid") ?? 0) - (operations.get("own") ?? 0);
  return [
    below(TARGET, "CPU of a check by number, Twilio's API / own API", ratio("number"), "times"),
    below(2, "store operations of a check by sid, more than by the own API", further, "operations"),
  ];
}

const CHECK_PATH = `${SERVICE_PATH}/VerificationCheck`;

async function start(
  api: Api,
  headers: Readonly<Record<string, string>>,
  codes: Map<string, string>,
): Promise<readonly Started[]> {
  const all: Started[] = [];
  for (let made = 0; made < CHECKS; made++) {
    const to = `+98${nextNumber().slice(1)}`;
    const reply = await postForm(api, `${SERVICE_PATH}/Verifications`, { To: to, Channel: "sms" }, headers);
    all.push({ to, sid: field(reply.body, "sid"), code: codes.get(to) ?? "" });
  }
  codes.clear();
  return all;
}

/** Microseconds of CPU for one check. Throws when one is not right. */
async function cpuOf(started: readonly Started[], check: Check): Promise<number> {
  const before = process.cpuUsage();
  for (const one of started) {
    const { status, text } = await check(one);
    if (status >= 300 || !text.includes("approved")) throw new Error(`a right check was refused: ${text}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / started.length;
}

/** The store, and how often it was asked for anything so far. */
function counting(store: Store): { readonly store: Store; readonly operations: () => number } {
  let asked = 0;
  const counted = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member === "object" && member !== null) return counted(member);
        if (typeof member !== "function") return member;
        return (...args: readonly unknown[]): unknown => {
          asked += 1;
          return Reflect.apply(member, target, args);
        };
      },
    });
  return { store: counted(store), operations: () => asked };
}
