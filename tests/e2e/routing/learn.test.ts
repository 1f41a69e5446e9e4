/**
 * Routes that learn, end to end: two vendors behind recipes, of which the first drops one operator's messages in silence; two processes on
 * one Redis; the log, from which every order is made again.
 */
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readLog } from "../../../app/cli/replay/read-log.ts";
import { replayRoutes } from "../../../app/cli/replay/routes.ts";
import type { Ramz } from "../../../app/composition/compose.ts";
import { reasonText } from "../../../app/service/route-text.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import type { Log } from "../../../adapters/telemetry/log/log.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { startVendor } from "../../adapters/providers/http/support.ts";
import { tempFolder } from "../../support/process.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix } from "../../support/redis/store.ts";
import { composeHere } from "../../support/serving.ts";
import { START } from "../../support/world.ts";

const recipe = (name: string) => `
api = 1
title = "${name}"
channels = ["sms"]
account = ["base_url"]
options = { base_url = { https = true } }
[send]
method = "POST"
url = "{base_url}/send"
json = { to = "{number.e164}", code = "{code}" }
[accept]
http = [200]
id = "id"
[faults]
otherwise = "message vendor_refused"
`;

const DROPPED = "+98935";
const KEPT = "+98912";
/** What arrived at phones, by number. */
const phones = new Map<string, string>();
let sent = 0;
const vendorThat = (delivers: (to: string) => boolean) =>
  startVendor(({ text }) => {
    const asked = new Map<string, unknown>(Object.entries(JSON.parse(text)));
    const [to, code] = [String(asked.get("to")), String(asked.get("code"))];
    if (delivers(to)) phones.set(to, code);
    return Response.json({ id: `m${++sent}` });
  });

let isFirstWell = true;
const first = vendorThat((to) => isFirstWell || !to.startsWith(DROPPED));
const second = vendorThat(() => true);
const folder = tempFolder();
const nameOf = (vendor: string) => `http/${join(folder.path, `${vendor}.toml`)}`;
const [FIRST, SECOND] = [nameOf("first"), nameOf("second")];
const lines: string[] = [];
let aheadMs = 0;
const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
const processes: Ramz[] = [];
const log: Log = (level, message, fields) => void lines.push(JSON.stringify({ level, message, ...fields }));

beforeAll(async () => {
  for (const name of ["first", "second"]) folder.write(`${name}.toml`, recipe(name));
  const env = {
    RAMZ_STORE: (await single()).url,
    RAMZ_STORE_PREFIX: freshPrefix(),
    RAMZ_SECRET: "a-secret-of-thirty-two-characters-or-more",
    RAMZ_AUTH: "none",
    RAMZ_ROUTING: "learn",
    RAMZ_PROVIDERS: `${FIRST},${SECOND}`,
    RAMZ_HTTP_FIRST_BASE_URL: first.baseUrl,
    RAMZ_HTTP_SECOND_BASE_URL: second.baseUrl,
  };
  for (let made = 0; made < 2; made++) processes.push(await composeHere(env, { clock, log }));
}, 30_000);
afterAll(async () => {
  await Promise.all(processes.map((one) => one.close()));
  await Promise.all([first.stop(), second.stop()]);
  folder[Symbol.dispose]();
});

let person = 0;

/** A new person asks for a code and types it in, if it arrived. The provider that had accepted it, and the id. */
async function signIn(operator: string) {
  const otp = processes[person % 2]?.apps.get("default")?.otp;
  if (otp === undefined) throw new Error("no process runs");
  // Every person is in another block of numbers, so that the guard doubts none.
  const to = `${operator}${String(100 + person++)}0000`;
  const started = await otp.start({ ...START, app: "default", to });
  if (started.kind !== "sent") throw new Error(`${to}: ${started.kind}`);
  const { id, provider } = started.verification;
  const code = phones.get(to);
  if (code !== undefined) await otp.check({ app: "default", id, code });
  return { id, provider };
}

test("the other vendor becomes the first for that operator alone, in both processes, and the log has why", async () => {
  const bothSignIn = async (times: number) => {
    for (let turn = 0; turn < times; turn++) {
      await signIn(DROPPED);
      await signIn(KEPT);
      await signIn(DROPPED);
      aheadMs += 30_000;
    }
  };
  await bothSignIn(30);
  aheadMs += 2 * HOUR_MS;
  isFirstWell = false;
  await bothSignIn(30);

  const carriers = async (operator: string) => {
    const all: (string | null)[] = [];
    for (let turn = 0; turn < 20; turn++) all.push((await signIn(operator)).provider);
    return all.filter((one) => one === SECOND).length;
  };
  // Some explore.
  expect(await carriers(DROPPED)).toBeGreaterThanOrEqual(14);
  expect(await carriers(KEPT)).toBeLessThanOrEqual(6);

  const routes = await Promise.all(processes.map((one) => one.routes({ app: "default" })));
  expect(routes[0]).toEqual(routes[1]);
  const tables = new Map(routes[0]?.map((route) => [route.operator, route]));
  expect(tables.get("IR-MCI")?.reasons).toEqual([]);
  const [reason] = tables.get("IR-Irancell")?.reasons ?? [];
  if (reason === undefined) throw new Error("no reason was given");
  expect(reasonText(reason, "IR-Irancell").en).toMatch(
    /is (sick|weak) for IR-Irancell: \d+ of \d+ codes came back/,
  );

  const { id } = await signIn(DROPPED);
  const read = await processes[0]?.apps.get("default")?.otp.read({ app: "default", id });
  expect(read?.kind === "found" && read.verification.routed).toMatchObject({
    operator: "IR-Irancell",
    reasons: expect.arrayContaining([expect.objectContaining({ provider: FIRST })]),
  });

  const { routed } = await readLog([], Readable.from([lines.join("\n")]));
  const replayed = replayRoutes(routed);
  expect(replayed.sends).toBe(person);
  expect(replayed.reproduced).toBe(person);
  const metrics = (await processes[0]?.metrics()) ?? "";
  expect(metrics).toMatch(/otp_route_changes_total\{[^}]*otp_operator="IR-Irancell"[^}]*why="(sick|weak)"/);
}, 60_000);
