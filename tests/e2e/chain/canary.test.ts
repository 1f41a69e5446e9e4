/**
 * Known canaries, a key, a secret, and codes of ten digits that cannot occur by chance, go through everything that can happen in
 * a real process; then every byte that came out of it is searched for them (anchors V9, V10, V30).
 */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { freshNumber, verificationIn } from "../../support/http.ts";
import { runRamz, startRamz, STORE_FILE, tempFolder } from "../../support/process.ts";
import { type Collector, startCollector } from "../../adapters/telemetry/sdk/collector.ts";
import { leaksIn, noting, storeBytes } from "./canary-places.ts";
import { BLABBERMOUTH, type Told, tellEverything } from "./canary-story.ts";
import { BOTH, KEY, vendorEnv } from "./serving.ts";

const SECRET = "canary/secret+0123456789abcdefghijklmnopqrstuvwxyz";
const CANARIES = { RAMZ_SECRET: SECRET, OTP_CODE_LENGTH: "10", HOST: "127.0.0.1" };

const collector: Collector = startCollector();
/** What came out, by the place where it did. */
const outputs = new Map<string, string>();
const replies: string[] = [];
let told: Told = { codes: new Set(), numbers: [] };

beforeAll(async () => {
  using folder = tempFolder();
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  folder.write("blabbermouth.ts", BLABBERMOUTH);
  const env = {
    ...vendorEnv(simulator, `${BOTH},./blabbermouth.ts`),
    ...CANARIES,
    NODE_ENV: "production",
    RAMZ_AUTH: "none",
    RAMZ_GUARD: "off",
    RAMZ_IP_SENDS_PER_HOUR: "1000",
    OTP_ATTEMPT_TIMEOUT_MS: "200",
    OTP_CHAIN_DEADLINE_MS: "1000",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  };
  await using ramz = await startRamz(env, folder);
  const api = noting(ramz.api, replies);
  told = await tellEverything(api, simulator);
  outputs.set("metrics", (await ramz.api.get("/metrics")).text);
  outputs.set("the store's files", storeBytes(folder));
  using store = new Database(join(folder.path, STORE_FILE));
  store.run("DROP TABLE ledgers");
  await api.post("/v1/verifications", { to: told.numbers[0] });
  ramz.signal("SIGTERM");
  await ramz.exited;
  await simulator.stop();
  outputs.set("the log and all that is printed", ramz.printed());
  outputs.set("spans and metrics", collector.everything());
  outputs.set("replies and their headers", replies.join("\n"));
}, 30_000);
afterAll(() => collector[Symbol.asyncDispose]());

const PLACES = [
  "the log and all that is printed",
  "spans and metrics",
  "metrics",
  "replies and their headers",
  "the store's files",
];

describe("after everything that can happen", () => {
  test.each(PLACES)("%s: no key, no secret, no code", (place) => {
    const output = outputs.get(place) ?? "";
    expect(output.length).toBeGreaterThan(1_000);
    expect(leaksIn(output, [KEY, SECRET], [...told.codes])).toEqual([]);
  });

  test.each(["the log and all that is printed", "spans and metrics", "metrics", "the store's files"])(
    "%s: no number, unless it is masked",
    (place) => {
      const output = outputs.get(place) ?? "";
      const found = told.numbers.map((number) => number.slice(3)).filter((digits) => output.includes(digits));
      expect(found).toEqual([]);
    },
  );

  test("there was something to find: many codes, every surface, and errors of the process itself", () => {
    expect(told.codes.size).toBeGreaterThan(30);
    expect([...told.codes].every((code) => /^\d{10}$/.test(code))).toBe(true);
    const statuses = new Set(replies.map((reply) => reply.slice(0, 3)));
    expect([...statuses].sort().join()).toBe("200,201,400,404,409,410,422,429,502,503");
    expect(outputs.get("the log and all that is printed")).toContain("blabbermouth.ts threw");
    const [code = ""] = told.codes;
    expect(leaksIn(`{"x":"${code}"} ${btoa(KEY)}`, [KEY], [code])).toHaveLength(2);
  });
});

test("console mode shows a code at the terminal and in /dev, and nowhere else", async () => {
  await using exported = startCollector();
  using folder = tempFolder();
  await using ramz = await startRamz({ ...CANARIES, OTEL_EXPORTER_OTLP_ENDPOINT: exported.url }, folder);
  const seen: string[] = [];
  const api = noting(ramz.api, seen);
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to }));
  const code = await ramz.api.codeFor(to);
  expect((await ramz.api.get("/dev/inbox")).status).toBe(200);
  await api.post(`/v1/verifications/${id}/checks`, { code });
  const store = storeBytes(folder);
  ramz.signal("SIGTERM");
  await ramz.exited;
  expect(leaksIn(ramz.printed(), [], [code])).toHaveLength(1);
  const log = ramz
    .printed()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  expect(log.length).toBeGreaterThan(0);
  const elsewhere = [...log, ...seen, store, exported.everything()].join("\n");
  expect(leaksIn(elsewhere, [SECRET], [code])).toEqual([]);
});

test("settings that are wrong are named without the secrets in them, and so are those that are right", async () => {
  const wrong = await runRamz(["config"], {
    KAVENEGAR_API_KEY: `${KEY} with spaces`,
    RAMZ_SECRET: "canary-too-short",
    RAMZ_PROVIDERS: BOTH,
  });
  const right = await runRamz(["config"], {
    ...CANARIES,
    KAVENEGAR_API_KEY: KEY,
    KAVENEGAR_SENDER: "10008663",
  });
  expect([wrong.code, right.code]).toEqual([1, 0]);
  expect(leaksIn(wrong.out + wrong.err, [KEY, "canary-too-short"], [])).toEqual([]);
  expect(leaksIn(right.out + right.err, [KEY, SECRET], [])).toEqual([]);
});
