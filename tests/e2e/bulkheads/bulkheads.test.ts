/** Load above what a vendor takes: no message is sent twice, none is claimed that never left, and no other app is held up. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { hashOf, newKey } from "../../../app/access/api-keys.ts";
import { type Folder, startRamz, tempFolder } from "../../support/process.ts";
import type { Answer } from "./client.ts";

/** Answers after a while, and counts what it is asked by number. */
function startVendor() {
  const asked = new Map<string, number>();
  let [underWay, peak, delayMs] = [0, 0, 1_000];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 60,
    async fetch(request) {
      const to = new URL(request.url).pathname.slice(1);
      asked.set(to, (asked.get(to) ?? 0) + 1);
      peak = Math.max(peak, ++underWay);
      await Bun.sleep(delayMs);
      underWay -= 1;
      return Response.json({ id: to });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    asked,
    peak: () => peak,
    delay: (ms: number) => void (delayMs = ms),
    stop: () => server.stop(true),
  };
}

const recipe = (title: string) => `
api = 1
title = "${title}"
channels = ["sms"]
account = ["base_url"]
[options]
base_url = { https = true }
[send]
method = "POST"
url = "{base_url}/{number.digits}"
json = { code = "{code}" }
[accept]
id = "id"
[faults]
`;

let slow: ReturnType<typeof startVendor>;
let fast: ReturnType<typeof startVendor>;
beforeEach(() => {
  [slow, fast] = [startVendor(), startVendor()];
  fast.delay(50);
});
afterEach(async () => {
  await Promise.all([slow.stop(), fast.stop()]);
});

/** Ramz with two recipes that share the account of the slow vendor, and one of the fast vendor. */
async function startWith(folder: Folder, toml: string) {
  for (const name of ["one", "two", "fast"])
    folder.write(`${name}.toml`, recipe(name === "fast" ? "Fast" : "Slow"));
  folder.write(
    "ramz.toml",
    `providers = ["http/./one.toml", "http/./two.toml"]
guard = { mode = "off" }
${toml}
[provider."http/./one.toml"]
base_url = "${slow.url}"
max_calls = ${MAX_CALLS}
[provider."http/./two.toml"]
base_url = "${slow.url}"
max_calls = ${MAX_CALLS}
${toml.includes("fast.toml") ? `[provider."http/./fast.toml"]\nbase_url = "${fast.url}"` : ""}
`,
  );
  const env = {
    RAMZ_CONFIG: "ramz.toml",
    RAMZ_STORE: "sqlite::memory:",
    RAMZ_MESSAGES_PER_DAY: "1000000",
    RAMZ_IP_SENDS_PER_HOUR: "1000000",
  };
  return startRamz(env, folder);
}

let MAX_CALLS = 300;

/** A client may itself have no more than 256 requests under way unless its environment says so. */
async function sendTo(port: number, numbers: readonly string[], everyMs = 0, key?: string) {
  const options = { url: `http://127.0.0.1:${port}/v1/verifications`, numbers, everyMs, ...(key && { key }) };
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "client.ts"), JSON.stringify(options)], {
    env: { ...process.env, BUN_CONFIG_MAX_HTTP_REQUESTS: "65336" },
    stdout: "pipe",
  });
  const answers: readonly Answer[] = JSON.parse(await child.stdout.text());
  return answers;
}

/** Numbers all over the country. */
const numbers = (count: number, from = 0): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `091${String(((from + index) * 61_803_399) % 100_000_000).padStart(8, "0")}`,
  );

const attemptsOf = ({ body }: Answer) => body.attempts ?? body.verification?.attempts ?? [];
const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

describe("a vendor of one second", () => {
  test("has 1,500 calls under way at once where its account has the places: no hidden limit lies below", async () => {
    MAX_CALLS = 2_000;
    slow.delay(3_000);
    using folder = tempFolder();
    await using ramz = await startWith(folder, "");
    const answers = await sendTo(ramz.port, numbers(1_500));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1_500);
    expect(slow.asked.size).toBe(1_500);
    expect(slow.peak()).toBeGreaterThan(1_000);
  }, 60_000);

  test("is asked no more than its places allow: no number gets two messages, and 503 means that nothing was sent", async () => {
    MAX_CALLS = 300;
    using folder = tempFolder();
    await using ramz = await startWith(folder, "delivery = { call_wait_ms = 500 }");
    const answers = await sendTo(ramz.port, numbers(1_500));
    const [sent, refused] = [201, 503].map((wanted) => answers.filter(({ status }) => status === wanted));
    expect((sent?.length ?? 0) + (refused?.length ?? 0)).toBe(1_500);
    expect(refused?.length).toBeGreaterThan(0);
    expect(slow.peak()).toBeLessThanOrEqual(300);
    expect([...slow.asked.values()].filter((times) => times > 1)).toEqual([]);
    expect(slow.asked.size).toBe(sent?.length ?? 0);
    for (const answer of refused ?? []) {
      expect(Number(answer.retryAfter)).toBeGreaterThan(0);
      expect(attemptsOf(answer).map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
        "skipped account_busy",
        "skipped account_busy",
      ]);
    }
    const ready = await ramz.api.get("/readyz");
    expect(ready.status).toBe(200);
    expect(JSON.stringify(ready.body)).not.toContain("resting");
  }, 60_000);
});

// With 256 requests at most, as Bun has it by itself, they would wait for more than the 5 s that time-outs leave after 12 s.
test("120 sends a second for 15 s to a healthy vendor of 3 s: each goes out once, and no breaker opens", async () => {
  MAX_CALLS = 600;
  slow.delay(3_000);
  using folder = tempFolder();
  await using ramz = await startWith(folder, "");
  const answers = await sendTo(ramz.port, numbers(1_800), 1_000 / 120);
  expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
  expect([slow.asked.size, ...new Set(slow.asked.values())]).toEqual([1_800, 1]);
  expect(new Set(answers.flatMap(attemptsOf).map(({ outcome }) => outcome))).toEqual(new Set(["accepted"]));
  // A breaker that had opened would have made attempts "skipped", too.
  expect(JSON.stringify((await ramz.api.get("/readyz")).body)).not.toContain("resting");
}, 90_000);

test("when all calls hang, as many attempts are unknown as calls have left", async () => {
  MAX_CALLS = 300;
  slow.delay(30_000);
  using folder = tempFolder();
  await using ramz = await startWith(
    folder,
    "delivery = { call_wait_ms = 200 }\npolicy = { attempt_timeout_ms = 1000, chain_deadline_ms = 3000 }",
  );
  const answers = await sendTo(ramz.port, numbers(1_000));
  const unknown = answers.flatMap(attemptsOf).filter(({ outcome }) => outcome === "unknown");
  const left = [...slow.asked.values()].reduce((sum, times) => sum + times, 0);
  expect(unknown).toHaveLength(left);
}, 60_000);

const keyed = (name: string, key: string, provider: string) =>
  `[apps.${name}]\nproviders = ["http/./${provider}.toml"]\nkeys = [{ hash = "${hashOf(key)}", scopes = ["send"] }]\n`;

test("one app's slow vendor does not hold up another app's fast one", async () => {
  MAX_CALLS = 300;
  slow.delay(3_000);
  const random = { token: (bytes: number) => Buffer.alloc(bytes, 7).toString("base64url") };
  const [slowKey, fastKey] = [
    newKey(random),
    newKey({ token: (bytes) => Buffer.alloc(bytes, 8).toString("base64url") }),
  ];
  using folder = tempFolder();
  await using ramz = await startWith(folder, keyed("slow", slowKey, "one") + keyed("fast", fastKey, "fast"));
  const quiet = await sendTo(ramz.port, numbers(40), 25, fastKey);
  const loaded = sendTo(ramz.port, numbers(600, 1_000), 4, slowKey);
  await Bun.sleep(1_000);
  const busy = await sendTo(ramz.port, numbers(40, 5_000), 25, fastKey);
  await loaded;
  const timesOf = (share: number) =>
    [quiet, busy].map((all) =>
      quantile(
        all.map(({ ms }) => ms),
        share,
      ),
    );
  const [before, after] = timesOf(0.5);
  const [p99Before, p99After] = timesOf(0.99).map((ms) => ms.toFixed(0));
  console.log(
    `a fast vendor's start takes ${before?.toFixed(0)} ms (p99 ${p99Before}), and ${after?.toFixed(0)} ms (p99 ${p99After}) beside a slow vendor under load`,
  );
  expect(quiet.concat(busy).every(({ status }) => status === 201)).toBe(true);
  // Four times, since the client and the slow vendor share this machine's cores; without bulkheads it was a hundred times.
  expect(after ?? Infinity).toBeLessThan(4 * Math.max(before ?? 0, 100));
}, 60_000);
