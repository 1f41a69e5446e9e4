/** The story of docs/how-to/run-the-story-on-a-laptop.md: Verify fails with 424, and plain SMS sends the same code. */
import { expect, test } from "bun:test";
import { addresses } from "../../../../app/cli/dev/dev.ts";
import { startVendors } from "../../../../app/cli/dev/simulated-vendors.ts";
import { eventually, freshNumber, verificationIn } from "../../../support/http.ts";
import { startRamz, tempFolder } from "../../../support/process.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { pluginFile } from "../../../e2e/plugins/plugin-files.ts";
import { run, vendorWith } from "../support.ts";

const URL_OPTION = "Type.Object({ url: Type.String() })";
const DEV = ["dev", "--with", "kavenegar-simulator"];

async function order(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
}

test("ramz dev sends codes to simulated phones, and its vendor fails on demand", async () => {
  await using dev = await startRamz({}, undefined, DEV);
  const greeting = await eventually(dev.printed, (text) => text.includes("/_control/behave"));
  const behave = /http:\/\/\S+\/_control\/behave/.exec(greeting)?.[0] ?? "";
  const key = /Its API key is (\S+), its template is verify/.exec(greeting)?.[1];
  const info = await fetch(behave.replace("_control/behave", `v1/${key}/account/info.json`));
  expect(info.status).toBe(200);

  const [first, second] = [freshNumber(), freshNumber()];
  const good = verificationIn(await dev.api.post("/v1/verifications", { to: first }));
  expect(good.attempts).toMatchObject([{ provider: "kavenegar/verify", outcome: "accepted" }]);

  expect((await order(behave, "next one fails")).status).toBe(400);
  const bad = { method: "verify/lookup", behaviour: { kind: "refuse", code: 424 }, times: 1 };
  expect((await order(behave, bad)).status).toBe(200);
  const fallen = verificationIn(await dev.api.post("/v1/verifications", { to: second }));
  expect(fallen.attempts).toMatchObject([
    { provider: "kavenegar/verify", outcome: "refused", vendor_code: "424" },
    { provider: "kavenegar/sms", outcome: "accepted" },
  ]);

  const code = await dev.api.codeFor(second);
  expect((await dev.api.get("/dev/messages")).body).toMatchObject([
    { to: second, code, verification_id: fallen.id },
    { to: first, verification_id: good.id },
  ]);
  const outbox: unknown = await (await fetch(behave.replace("behave", "outbox"))).json();
  expect(outbox).toMatchObject([{ method: "verify/lookup" }, { method: "sms/send", code }]);
  await eventually(dev.printed, (text) => text.includes("by sms/send") && text.includes(code));
  const checked = await dev.api.post("/v1/checks", { to: second, code });
  expect(verificationIn(checked).status).toBe("approved");

  dev.signal("SIGTERM");
  expect(await dev.exited).toBe(0);
});

test("ramz dev with two vendors: the account at the first fails, and the second sends the code", async () => {
  await using dev = await startRamz({}, undefined, ["dev", "--with", "kavenegar-simulator,smsir-simulator"]);
  const greeting = await eventually(dev.printed, (text) => text.includes("/_control/behave"));
  const [, behave = "", fails = ""] = /curl (\S+) -d '(.*)'\s*$/.exec(greeting.trim()) ?? [];
  expect(greeting).toContain("so that SMS.ir sends the codes:");
  expect((await order(behave, fails)).status).toBe(200);
  const to = freshNumber();
  const sent = verificationIn(await dev.api.post("/v1/verifications", { to }));
  expect(sent.attempts).toMatchObject([
    { provider: "kavenegar/verify", outcome: "refused", vendor_code: "418" },
    { provider: "kavenegar/sms", outcome: "skipped" },
    { provider: "smsir/verify", outcome: "accepted" },
  ]);
  const code = await dev.api.codeFor(to);
  await eventually(dev.printed, (text) => text.includes("by send/verify") && text.includes(code));
  expect(verificationIn(await dev.api.post("/v1/checks", { to, code })).status).toBe("approved");
});

test("ramz dev simulates the vendors of recipes, and leads calls to their own hosts there", async () => {
  await using dev = await startRamz({}, undefined, ["dev", "--with", "bale-simulator,twilio-simulator"]);
  const greeting = await eventually(dev.printed, (text) => text.includes("/_control/behave"));
  const [, behave = "", fails = ""] = /curl (\S+) -d '(.*)'\s*$/.exec(greeting.trim()) ?? [];
  const send = async () => {
    const to = freshNumber();
    const reply = await dev.api.post("/v1/verifications", { to, channel: "auto" });
    const code = await dev.api.codeFor(to);
    expect(verificationIn(await dev.api.post("/v1/checks", { to, code })).status).toBe("approved");
    return verificationIn(reply).attempts;
  };
  expect(await send()).toMatchObject([{ provider: "http/bale", outcome: "accepted" }]);
  expect((await order(behave, fails)).status).toBe(200);
  expect(await send()).toMatchObject([
    { provider: "http/bale", outcome: "refused", fault: "account" },
    { provider: "http/twilio", outcome: "accepted" },
  ]);
  await eventually(dev.printed, (text) => text.includes("from Twilio SMS, by send"));
});

test("the addresses of ramz dev are those of the first simulator, with a list of all", async () => {
  const started = await startVendors("smsir-simulator,kavenegar-simulator", () => {});
  if (started.kind === "problem") throw new Error(started.problem);
  const { simulators, ...own } = addresses(new URL("http://127.0.0.1:8000"), started.vendors);
  await Promise.all(started.vendors.map(({ simulator }) => simulator.stop()));
  expect(simulators).toMatchObject([{ name: "smsir-simulator" }, { name: "kavenegar-simulator" }]);
  expect(Object.keys(own)).toEqual(["ramz", "inbox", "simulator", "key", "behave", "outbox"]);
  expect(own.behave).toBe(simulators[0]?.behave ?? "");
});

test("ramz dev calls no real vendor, whatever chains and options the file and its apps have", async () => {
  let asked = 0;
  using real = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch() {
      asked += 1;
      return Response.json({ return: { status: 200, message: "" }, entries: [{ messageid: 1, status: 1 }] });
    },
  });
  using folder = tempFolder();
  const [plain, own, other] = [testKey(), testKey(), testKey()];
  folder.write(
    "real.ts",
    pluginFile('await fetch(options.url); return { outcome: "accepted" };', URL_OPTION),
  );
  folder.write(
    "ramz.toml",
    `
    [provider.kavenegar]
    baseUrl = "${real.url.origin}"
    [apps.plain]
    keys = [${line(plain, ["admin"])}]
    [apps.own]
    keys = [${line(own, ["admin"])}]
    [apps.own.provider.kavenegar]
    apiKey = "a-real-key"
    baseUrl = "${real.url.origin}"
    [apps.other]
    keys = [${line(other, ["admin"])}]
    providers = ["./real.ts"]
    [apps.other.provider."./real.ts"]
    url = "${real.url.origin}"
  `,
  );
  await using dev = await startRamz({ RAMZ_CONFIG: "ramz.toml" }, folder, DEV);
  for (const { headers } of [plain, own, other]) {
    const to = freshNumber();
    const sent = verificationIn(await dev.api.post("/v1/verifications", { to }, headers));
    expect(sent.attempts).toMatchObject([{ provider: "kavenegar/verify", outcome: "accepted" }]);
    expect(await dev.api.codeFor(to)).toMatch(/^\d{6}$/);
  }
  expect(asked).toBe(0);
});

test("ramz dev uses no address of a real vendor that the environment has for a recipe", async () => {
  let asked = 0;
  using real = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch() {
      asked += 1;
      return Response.json({ id: "m" }, { status: 202 });
    },
  });
  const env = { RAMZ_HTTP_ANDROID_BASE_URL: real.url.origin, RAMZ_HTTP_ANDROID_USER: "real" };
  await using dev = await startRamz(env, undefined, ["dev", "--with", "android-simulator"]);
  const to = freshNumber();
  const sent = verificationIn(await dev.api.post("/v1/verifications", { to }));
  expect(sent.attempts).toMatchObject([{ provider: "http/android", outcome: "accepted" }]);
  expect([asked, await dev.api.codeFor(to)]).toEqual([0, expect.stringMatching(/^\d{6}$/)]);
});

test("ramz dev works behind a proxy, and sends it nothing", async () => {
  let proxied = 0;
  using proxy = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch() {
      proxied += 1;
      return new Response("", { status: 502 });
    },
  });
  const env = { HTTP_PROXY: proxy.url.origin, ALL_PROXY: "socks5://127.0.0.1:1" };
  await using dev = await startRamz(env, undefined, DEV);
  const sent = verificationIn(await dev.api.post("/v1/verifications", { to: freshNumber() }));
  expect(sent.attempts).toMatchObject([{ provider: "kavenegar/verify", outcome: "accepted" }]);
  expect(proxied).toBe(0);
});

test("ramz dev with a store that cannot be opened says so in one sentence", async () => {
  const ran = await run(DEV, { RAMZ_STORE: "sqlite:/proc/nowhere/ramz.db" });
  expect([ran.code, ran.err]).toEqual([1, expect.stringContaining("RAMZ_STORE: ")]);
  expect(ran.err).not.toMatch(/\n\s+at /);
});

test.each([
  [
    { method: "verify/lokup" },
    /^method: "verify\/lokup" is unknown\. Known are verify\/lookup, .* and \*\. /,
  ],
  [{ behaviour: { kind: "refused" } }, /^behaviour\.kind: "refused" is unknown\. Known are refuse, /],
  [{ behaviour: "hang" }, /^behaviour\.kind: nothing is unknown/],
  [{ behaviour: { kind: "refuse", code: 4 } }, /^behaviour\.code: 4 is not valid\. Send an order like \{/],
  [{ behaviour: { kind: "hang", code: 424 } }, /^behaviour\.code: 424 is not valid/],
  [{ times: 0 }, /^times: 0 is not valid/],
])("an invalid order to the simulator is answered with the problem: %j", async (part, says) => {
  await using vendor = await vendorWith();
  const good = { method: "verify/lookup", behaviour: { kind: "hang" } };
  const refused = await order(`${vendor.simulator.url}/_control/behave`, { ...good, ...part });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({ error: expect.stringMatching(says) });
});

test.each([
  ["in production", DEV, { NODE_ENV: "production" }, /NODE_ENV is production/],
  ["without a simulator", ["dev"], {}, /^Write: ramz dev --with kavenegar-simulator\. .*ramz serve\.$/m],
  ["with an unknown simulator", ["dev", "--with", "pigeons"], {}, /Write --with kavenegar-simulator/],
  ["with settings that are not valid", DEV, { PORT: "70000" }, /PORT/],
])("ramz dev is refused %s", async (_, args, env, says) => {
  const ran = await run(args, env);
  expect(ran.err).toMatch(says);
  expect(ran.code).toBe(1);
});
