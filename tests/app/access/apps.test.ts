/** Apps side by side in one process: each its own rules and providers, none in another's way (anchors B18, V18). */
import { describe, expect, test } from "bun:test";
import { freshNumber, verificationIn, wordOf, wrong } from "../../support/http.ts";
import { runRamz, sharedRamz, startRamz, STORE_FILE, tempFolder } from "../../support/process.ts";
import { line, testKey } from "./app-keys.ts";
import { codeHandedTo, handed, pluginFile } from "../../e2e/plugins/plugin-files.ts";

const [shop, bank, default_, unlucky] = [testKey(), testKey(), testKey(), testKey()];

/** Says whose settings it was opened with; of a line "broken" it refuses every message for its own fault. */
const OWN = pluginFile(
  'return options.line === "broken" ? { outcome: "refused", fault: "message", reason: "template_not_found" } : { outcome: "accepted" };',
  "Type.Object({ line: Type.String(), key: Type.String() })",
  'env: { line: "MY_LINE", key: "MY_KEY" }, secrets: ["key"],',
);
const CONFIG = `
  providers = ["./mine.ts"]
  [policy]
  resend_wait_time = 0
  [provider."./mine.ts"]
  line = "written for the service"

  [apps.default]
  keys = [${line(default_, ["admin"])}]

  [apps.shop]
  keys = [${line(shop, ["admin"])}]
  countries = ["DE"]
  [apps.shop.policy]
  code_length = 8
  max_attempts = 1
  [apps.shop.provider."./mine.ts"]
  line = "of the shop"

  [apps.unlucky]
  keys = [${line(unlucky, ["admin"])}]
  provider = { "./mine.ts" = { line = "broken" } }

  [apps.bank]
  keys = [${line(bank, ["admin"])}]
  providers = ["console", "./mine.ts"]
`;
const FILES = { "ramz.toml": CONFIG, "mine.ts": OWN };
const ENV = { RAMZ_CONFIG: "ramz.toml", MY_KEY: "canary-of-the-vendor", MY_LINE: "of the environment" };
const ramz = sharedRamz(ENV, FILES);

let germans = 0;
const german = () => `+4915123456${String((germans += 1)).padStart(3, "0")}`;
const start = (to: string, key = default_) => ramz.api.post("/v1/verifications", { to }, key.headers);

/** With which line the provider was handed messages to this number. */
const lines = (to: string) =>
  handed(ramz.folder)
    .filter((one) => Object(one).recipient === to)
    .map((one) => Object(one).options.line);

describe("an app", () => {
  test("sends through its own chain, with its own options before the environment's", async () => {
    const [ours, theirs] = [freshNumber(), german()];
    expect(verificationIn(await start(ours)).provider).toBe("./mine.ts");
    expect(wordOf(await start(theirs, shop))).toBe("201");
    expect(verificationIn(await start(freshNumber(), bank)).provider).toBe("console");
    expect(lines(ours)).toEqual(["of the environment"]);
    expect(lines(theirs)).toEqual(["of the shop"]);
  });

  test("has its own rules; what it does not name is the service's", async () => {
    expect(wordOf(await start(freshNumber(), shop))).toBe("403 recipient_not_allowed");
    expect(wordOf(await start(german()))).toBe("403 recipient_not_allowed");
    const to = freshNumber();
    await start(to);
    const code = codeHandedTo(ramz.folder, to);
    expect(code).toMatch(/^\d{6}$/);
    const { headers } = default_;
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code: wrong(code) }, headers))).toBe(
      "422 code_incorrect",
    );
    const theirs = german();
    await start(theirs, shop);
    expect(codeHandedTo(ramz.folder, theirs)).toMatch(/^\d{8}$/);
  });

  test("counts for itself: one app's sends and guesses are not another's", async () => {
    const to = freshNumber();
    for (let index = 0; index < 5; index++) await start(to);
    expect(wordOf(await start(to))).toBe("429 send_limit");
    expect(wordOf(await start(to, bank))).toBe("201");
  });

  test("whose provider keeps failing does not rest another's of the same name", async () => {
    for (let index = 0; index < 12; index++) await start(freshNumber(), unlucky);
    const { body } = await ramz.api.get("/readyz");
    expect(body).toMatchObject({
      status: "ready",
      providers: {
        "./mine.ts": "able",
        "shop:./mine.ts": "able",
        "unlucky:./mine.ts": "resting",
        "bank:console": "able",
        "bank:./mine.ts": "able",
      },
    });
    expect(verificationIn(await start(freshNumber())).provider).toBe("./mine.ts");
  });

  test("is measured for itself: providers of the same name do not add up", async () => {
    await start(german(), shop);
    await start(freshNumber(), unlucky);
    const { text } = await ramz.api.get("/metrics");
    const labels = [...text.matchAll(/^(otp_\w+)\{[^\n]*otp_provider="([^"]+)"/gm)];
    const seen = (metric: string) =>
      labels.filter(([, name]) => name === metric).map(([, , provider]) => provider);
    for (const metric of [
      "otp_delivery_attempts_total",
      "otp_delivery_attempt_duration_seconds_count",
      "otp_bulkhead_wait_seconds_count",
      "otp_breaker_open",
      "otp_conversion_total",
    ])
      expect(seen(metric)).toContain("shop:./mine.ts");
    expect(seen("otp_delivery_attempts_total")).toContain("unlucky:./mine.ts");
  });

  test("takes the ledgers over that the service had without apps, when it is called default", async () => {
    using folder = tempFolder();
    for (const [name, text] of Object.entries(FILES)) folder.write(name, text);
    const to = freshNumber();
    let code = "";
    {
      await using before = await startRamz({ ...ENV, RAMZ_CONFIG: "", RAMZ_PROVIDERS: "console" }, folder);
      await before.api.post("/v1/verifications", { to });
      code = await before.api.codeFor(to);
    }
    await using after = await startRamz(ENV, folder);
    expect(wordOf(await after.api.post("/v1/checks", { to, code }, default_.headers))).toBe("200");
  });

  test("has the secrets of its options kept out of everything that is printed", async () => {
    using folder = tempFolder();
    folder.write(
      "mine.ts",
      pluginFile(
        'throw new Error("refused " + options.key);',
        "Type.Object({ key: Type.String() })",
        'secrets: ["key"],',
      ),
    );
    folder.write(
      "ramz.toml",
      `[apps.bank]\nproviders = ["./mine.ts"]\nkeys = [${line(bank, ["send"])}]\nprovider = { "./mine.ts" = { key = "canary-of-an-app" } }`,
    );
    await using own = await startRamz({ RAMZ_CONFIG: "ramz.toml" }, folder);
    const reply = await own.api.post("/v1/verifications", { to: freshNumber() }, bank.headers);
    own.signal("SIGTERM");
    await own.exited;
    const config = await runRamz(["config"], { RAMZ_CONFIG: "ramz.toml" }, folder);
    for (const printed of [own.printed(), reply.text, config.out + config.err])
      expect(printed).not.toContain("canary-of-an-app");
  });
});

const run = (...args: readonly string[]) =>
  runRamz(args, { ...ENV, RAMZ_STORE: `sqlite:./${STORE_FILE}` }, ramz.folder);

describe("a command", () => {
  test("explain finds the app of a verification by itself, or asks the one that is named", async () => {
    const { id } = verificationIn(await start(freshNumber(), bank));
    const found = await run("explain", id, "--json");
    expect(found.code).toBe(0);
    expect(JSON.parse(found.out)).toMatchObject({ app: "bank", id });
    expect((await run("explain", id, "--app", "bank")).out).toContain("app           bank");
    const elsewhere = await run("explain", id, "--app", "shop");
    expect([elsewhere.code, elsewhere.out]).toEqual([1, ""]);
    expect(elsewhere.err).toContain("shop");
  });

  test("send wants the app named where there are several, and sends through its chain", async () => {
    const unnamed = await run("send", "--to", freshNumber(), "--yes");
    expect([unnamed.code, unnamed.out]).toEqual([2, ""]);
    expect(unnamed.err).toContain("default, shop, unlucky, bank");
    expect((await run("send", "--to", freshNumber(), "--yes", "--app", "none")).code).toBe(2);
    const sent = await run("send", "--to", freshNumber(), "--yes", "--app", "bank", "--json");
    expect(JSON.parse(sent.out)).toMatchObject({
      sent: [{ chain: ["console", "./mine.ts"], accepted: true }],
    });
    const own = await run(
      "send",
      "--to",
      freshNumber(),
      "--yes",
      "--app",
      "unlucky",
      "--provider",
      "./mine.ts",
      "--json",
    );
    expect([own.code, JSON.parse(own.out)]).toMatchObject([
      1,
      { sent: [{ verdict: "delivery_failed", attempts: [{ reason: "template_not_found" }] }] },
    ]);
  });

  test("doctor examines the chains of all apps", async () => {
    const { out } = await run("doctor");
    for (const name of ["./mine.ts", "shop:./mine.ts", "bank:console"]) expect(out).toContain(name);
  });
});
