/** `ramz doctor` on set-ups with one problem each: it reports that problem alone. */
import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "smol-toml";
import { examineProviders } from "../../../../app/cli/doctor/providers.ts";
import type { Row } from "../../../../app/cli/doctor/rows.ts";
import { examineSecret } from "../../../../app/cli/doctor/secret.ts";
import { examineStore } from "../../../../app/cli/doctor/store.ts";
import { fileRemedyOf } from "../../../../app/cli/store-file.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { type Env, STORE_FILE, tempFolder } from "../../../support/process.ts";
import { DoctorReport, expectNothingSecret, KEY, parsed, run, SECRET, TO, vendorWith } from "../support.ts";
import type { SimulatorOptions } from "../../../../adapters/providers/kavenegar/_simulator/api.ts";

const TIMEOUT_MS = 5_000;
const APPROVED = { name: "verify", text: "کد: %token", state: "Approved" } as const;

interface Case {
  readonly name: string;
  readonly vendor?: SimulatorOptions;
  /** Options of Kavenegar that differ from the right ones; null leaves one out. */
  readonly options?: Readonly<Record<string, string | null>>;
  readonly env?: Env;
  readonly level: "warning" | "problem";
  readonly subject: string;
  readonly says: RegExp;
}

const BROKEN: readonly Case[] = [
  {
    name: "a wrong key",
    vendor: { keys: ["other"] },
    level: "problem",
    subject: "key",
    says: /key is wrong.*403/,
  },
  {
    name: "a disabled account",
    vendor: { disabledKeys: [KEY] },
    level: "problem",
    subject: "key",
    says: /disabled.*401/,
  },
  {
    name: "no credit",
    vendor: { creditRial: 40 },
    level: "problem",
    subject: "credit",
    says: /40 Rial \(4 Toman\)/,
  },
  {
    name: "little credit",
    vendor: { creditRial: 90_000 },
    level: "warning",
    subject: "credit",
    says: /90,000 Rial.*alarm level of 500,000/,
  },
  {
    name: "an account about to expire",
    vendor: { expiresAt: Date.now() + 3 * 86_400_000 },
    level: "warning",
    subject: "expiry",
    says: /expires on 20/,
  },
  {
    name: "debug mode",
    vendor: { debugMode: true },
    level: "problem",
    subject: "debug mode",
    says: /nothing is sent/,
  },
  {
    name: "a missing template",
    options: { template: "otp-verify" },
    level: "problem",
    subject: "template",
    says: /no template "otp-verify".*has: verify/,
  },
  {
    name: "a template under review",
    vendor: { templates: [{ ...APPROVED, state: "PendingReview" }] },
    level: "problem",
    subject: "template",
    says: /not approved.*PendingReview/,
  },
  {
    name: "a template without a place for the code",
    vendor: { templates: [{ ...APPROVED, text: "کد: %token2" }] },
    level: "problem",
    subject: "template",
    says: /has no %token\./,
  },
  {
    name: "a line that is not the default",
    options: { sender: "10004346" },
    level: "warning",
    subject: "sender",
    says: /10004346 is not the account's default line, 10008663.*412/,
  },
  {
    name: "a mobile number as the line",
    options: { sender: "989350001122" },
    level: "problem",
    subject: "sender",
    says: /mobile number, so it is not a line/,
  },
  {
    name: "plain SMS without a line",
    vendor: { senders: [] },
    options: { sender: null },
    level: "problem",
    subject: "sender",
    says: /^No sender is set, and the account has no default line/,
  },
  {
    name: "a vendor out of reach",
    options: { baseUrl: "http://127.0.0.1:1" },
    level: "problem",
    subject: "vendor",
    says: /refused the connection/,
  },
  {
    name: "a clock that is wrong",
    vendor: { now: () => Date.now() - 300_000 },
    level: "warning",
    subject: "clock",
    says: /(299|300|301) s ahead of the vendor's/,
  },
  {
    name: "a secret that repeats itself",
    env: { RAMZ_SECRET: "0123456789abcdef".repeat(2) },
    level: "problem",
    subject: "RAMZ_SECRET",
    says: /can be guessed/,
  },
  {
    name: "a store in memory",
    env: { RAMZ_STORE: "sqlite::memory:" },
    level: "warning",
    subject: "RAMZ_STORE",
    says: /in memory/,
  },
];

const NO_PROBLEM: Case = { name: "none", level: "problem", subject: "", says: /^/ };

/** Examines secret, store and providers in this process. The tests below show what the command prints and its exit code. */
async function examined({ vendor, options = {}, env = {} }: Case): Promise<readonly Row[]> {
  await using here = await vendorWith(vendor);
  using folder = tempFolder();
  const kavenegar = { apiKey: KEY, baseUrl: here.simulator.url, sender: "10008663", ...options };
  const given = Object.entries(kavenegar).filter(([, value]) => value !== null);
  folder.write("ramz.toml", stringify({ provider: { kavenegar: Object.fromEntries(given) } }));
  const { config } = loadConfig({
    RAMZ_SECRET: SECRET,
    RAMZ_PROVIDERS: "kavenegar/verify,kavenegar/sms",
    RAMZ_STORE: `sqlite:${join(folder.path, STORE_FILE)}`,
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
    ...env,
  });
  const store = await examineStore(config.store);
  return [...examineSecret(config), ...store, ...(await examineProviders(config, TIMEOUT_MS))];
}

test("ramz doctor names the account's default line that plain SMS uses", async () => {
  const vendor = { senders: ["30001", "10008663"] };
  const rows = await examined({ ...NO_PROBLEM, vendor, options: { sender: null } });
  expect(rows.find(({ subject }) => subject === "sender")).toMatchObject({
    level: "ok",
    detail: "No sender is set, so plain SMS uses the account's default line, 30001.",
  });
});

describe("ramz doctor reports", () => {
  test.each([...BROKEN])("$name, and nothing else", async (broken) => {
    const rows = await examined(broken);
    expectNothingSecret(JSON.stringify(rows));
    const { level, subject, says } = broken;
    const wrong = rows.filter((row) => row.level !== "ok");
    expect(wrong).toMatchObject([{ level, subject, detail: expect.stringMatching(says) }]);
    expect(wrong[0]?.remedy).toMatch(/\S/);
  });

  test("a collector that does not answer, and nothing else; with warnings alone it ends with 2", async () => {
    await using here = await vendorWith();
    const env = { ...here.env, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1/v1/traces" };
    const ran = await run(["doctor", "--json"], env);
    const wrong = parsed(DoctorReport, ran).findings.filter(({ level }) => level !== "ok");
    const detail = expect.stringMatching(
      /The collector at http:\/\/127\.0\.0\.1:1\/v1\/traces does not take spans/,
    );
    expect(wrong).toMatchObject([
      { level: "warning", subject: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", detail, remedy: expect.any(String) },
    ]);
    expect(ran.code).toBe(2);
  });

  test("nothing when there is no problem, and sends nothing", async () => {
    await using here = await vendorWith();
    const ran = await run(["doctor"], here.env);
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: "" });
    expect(ran.out).toContain("no problems, no warnings.");
    expect(here.simulator.outbox).toHaveLength(0);
    expect(here.simulator.calls.map(({ method }) => method)).not.toContain("verify/lookup");
  });
});

test("a template on a later page is found", async () => {
  const many = Array.from({ length: 230 }, (_, index) => ({ ...APPROVED, name: `other-${index}` }));
  await using here = await vendorWith({ templates: [...many, APPROVED] });
  expect((await run(["doctor"], here.env)).code).toBe(0);
});

test("all problems that would stop a start are reported", async () => {
  const ran = await run(["doctor", "--json"], {
    PORT: "70000",
    RAMZ_SECRET: SECRET.slice(1),
    RAMZ_PROVIDERS: "kavenegar/sms,nonesuch",
  });
  const report = parsed(DoctorReport, ran);
  const printed = report.findings.map(({ detail, remedy }) => `${detail} ${remedy}`).join("\n");
  for (const word of ["PORT", "RAMZ_SECRET", "KAVENEGAR_API_KEY", '"nonesuch"'])
    expect(printed).toContain(word);
  expect({ code: ran.code, status: report.status }).toEqual({ code: 1, status: "problems" });
});

test("a vendor that does not answer is given up after --timeout", async () => {
  await using here = await vendorWith();
  here.simulator.behave("account/info", { kind: "hang" });
  const ran = await run(["doctor", "--timeout", "1"], here.env);
  expect(ran.out).toContain("There was no answer in time.");
  expect(ran.code).toBe(1);
});

test.each([
  ["broken.db", "Restore a backup"],
  ["a-folder.db", "owner of the file"],
])("a store that cannot be used is a problem: %s", async (name, remedy) => {
  using folder = tempFolder();
  const path = join(folder.path, name);
  if (name === "a-folder.db") mkdirSync(path);
  else writeFileSync(path, "this is no database, but it is long enough to be read as one");
  const rows = await examineStore({ kind: "sqlite", path });
  expect(rows).toMatchObject([
    {
      level: "problem",
      detail: expect.stringContaining(`The store "${path}" cannot be used`),
      remedy: expect.stringContaining(remedy),
    },
  ]);
});

test.each([
  ["SQLite does not answer: database or disk is full", "Free space"],
  ["ENOSPC: no space left on device, mkdir 'data'", "Free space"],
  ["SQLite does not answer: disk I/O error", "The disk, or its file system"],
  ["EROFS: read-only file system, mkdir 'data'", "mounted read-only"],
  ["SQLite does not answer: database disk image is malformed", "Restore a backup"],
  ["SQLite does not answer: attempt to write a readonly database", "owner of the file"],
  ["EACCES: permission denied, mkdir 'data'", "owner of the file"],
])("the remedy fits the cause: %s", (cause, remedy) => {
  expect(fileRemedyOf(cause, "ramz.db")).toContain(remedy);
});

test("a store that another process locks is a problem with its own remedy", async () => {
  using folder = tempFolder();
  const path = join(folder.path, STORE_FILE);
  const other = new Database(path);
  other.run("PRAGMA journal_mode = WAL");
  expect(await examineStore({ kind: "sqlite", path })).toMatchObject([{ level: "ok" }]);
  other.run("BEGIN IMMEDIATE");
  const rows = await examineStore({ kind: "sqlite", path });
  other.close();
  expect(rows).toMatchObject([{ level: "problem", remedy: expect.stringContaining("holds a lock") }]);
});

test("a store in use answers and accepts writes", async () => {
  await using here = await vendorWith();
  using folder = tempFolder();
  await run(["send", "--to", TO, "--yes", "--store"], here.env, folder);
  const ran = await run(["doctor"], here.env, folder);
  expect(ran.out).toContain("answers and accepts writes");
  expect(ran.code).toBe(0);
});

test("a collector that answers is reported as ok; console mode is a warning", async () => {
  using collector = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => Response.json({}) });
  const ran = await run(["doctor"], {
    RAMZ_SECRET: SECRET,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.origin,
  });
  expect(ran.out).toMatch(/The collector at .* takes spans/);
  expect(ran.out).toContain("shows codes instead of sending");
  expect(ran.code).toBe(2);
});

/** The source of a provider whose examination has this body. */
const plugin = (examine: string) => `import { Type } from "@sinclair/typebox";
  export default {
    api: 1, channels: ["sms"], secrets: ["key"],
    options: Type.Object({ key: Type.String({ default: "${KEY}" }) }),
    create: ({ key }) => ({ deliver: async () => ({ outcome: "accepted" }), examine: async () => { ${examine} } }),
  };`;

test("an examination that throws or hangs is reported as a finding, without the provider's secret", async () => {
  using folder = tempFolder();
  folder.write("throws.ts", plugin("throw new Error(`no way to ${key}`)"));
  folder.write("hangs.ts", plugin("await new Promise((done) => setTimeout(done, 60_000))"));
  const env = { RAMZ_SECRET: SECRET, RAMZ_PROVIDERS: "./throws.ts,./hangs.ts" };
  const ran = await run(["doctor", "--timeout", "1"], env, folder);
  expect(ran.out).toContain("It threw an error: no way to ***");
  expect(ran.out).toContain("It did not answer in time.");
  expect(ran.code).toBe(1);
});

test("a missing option of a provider has its remedy on a line of its own", async () => {
  const ran = await run(["doctor"], { RAMZ_PROVIDERS: "kavenegar/verify" });
  expect(ran.out).toMatch(/problem +options +provider "kavenegar\/verify", option "apiKey" is missing\.\n/);
  expect(ran.out).toMatch(/\n +Set KAVENEGAR_API_KEY, or apiKey in \[provider\.kavenegar\]/);
  const guard = parsed(DoctorReport, await run(["doctor", "--json"], { RAMZ_GUARD: "yes" }));
  expect(guard.findings).toContainEqual(
    expect.objectContaining({
      detail: 'RAMZ_GUARD: "yes" is not valid.',
      remedy: expect.stringContaining("Write enforce, monitor or off."),
    }),
  );
});

test("a secret is reported as not made yet, or as kept in its file", () => {
  using folder = tempFolder();
  const secretRows = () => {
    const { config } = loadConfig({ RAMZ_STORE: `sqlite:${join(folder.path, STORE_FILE)}` });
    return examineSecret(config).map(({ detail }) => detail);
  };
  const file = join(folder.path, "ramz.secret");
  expect(secretRows()).toEqual([
    expect.stringContaining(`The first start will make one and keep it in ${file}.`),
  ]);
  writeFileSync(file, SECRET);
  expect(secretRows()).toEqual([expect.stringContaining(`Ramz made one and keeps it in ${file}.`)]);
});
