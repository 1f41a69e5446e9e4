/** `ramz send`: real messages to a simulated vendor, and the report about them. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { eventually } from "../../../support/http.ts";
import { type Env, runRamz, tempFolder } from "../../../support/process.ts";
import { pluginFile } from "../../../e2e/plugins/plugin-files.ts";
import { KEY, MASKED, parsed, run, SendReport, TO, vendorWith } from "../support.ts";

describe("ramz send", () => {
  test("uses the chain as in production, and the first provider accepts the message", async () => {
    await using here = await vendorWith();
    const ran = await run(["send", "--to", TO, "--yes", "--json"], here.env);
    const report = parsed(SendReport, ran);
    expect(report).toMatchObject({
      to: MASKED,
      sent: [
        {
          chain: ["kavenegar/verify", "kavenegar/sms"],
          accepted: true,
          verdict: "sent",
          verification: null,
          attempts: [{ provider: "kavenegar/verify", outcome: "accepted", cost_rial: 120 }],
        },
      ],
    });
    expect(here.simulator.outbox.map(({ to, method }) => [to, method])).toEqual([[TO, "verify/lookup"]]);
    expect(ran.out).not.toContain(here.simulator.outbox[0]?.code ?? "no code");
    expect(ran.code).toBe(0);
  });

  test("falls back from 424 to plain SMS, and ends with 1 because one provider failed", async () => {
    await using here = await vendorWith();
    here.simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
    const ran = await run(["send", "--to", TO, "--yes"], here.env);
    expect(ran.out).toMatch(
      /kavenegar\/verify +refused: template_not_found.*template verify, vendor code 424/,
    );
    expect(ran.out).toMatch(/kavenegar\/sms +accepted.*message \d+/);
    expect(ran.out).toContain("Degraded: kavenegar/sms accepted the message");
    expect(ran.out).toMatch(/trace [0-9a-f]{32}/);
    expect(here.simulator.outbox).toHaveLength(1);
    expect(ran.code).toBe(1);
  });

  test("shows the answer of each provider when all fail", async () => {
    await using here = await vendorWith({ senders: [] });
    here.simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
    const ran = await run(["send", "--to", TO, "--yes", "--json"], here.env);
    expect(parsed(SendReport, ran).sent).toMatchObject([
      {
        accepted: false,
        verdict: "delivery_failed",
        attempts: [
          { outcome: "refused", reason: "template_not_found", vendor_code: "424" },
          { outcome: "refused", reason: "sender_invalid", vendor_code: "412" },
        ],
      },
    ]);
    expect(ran.code).toBe(1);
  });

  test("--all sends one code through each provider, without shared limits", async () => {
    await using here = await vendorWith({ senders: [] });
    const ran = await run(["send", "--to", TO, "--all", "--yes", "--json"], here.env);
    expect(parsed(SendReport, ran).sent).toMatchObject([
      { chain: ["kavenegar/verify"], accepted: true },
      { chain: ["kavenegar/sms"], accepted: false, attempts: [{ vendor_code: "412" }] },
    ]);
    expect(ran.code).toBe(1);
  });

  test("--provider uses that provider alone, whether it is in the chain or not", async () => {
    await using here = await vendorWith();
    const ran = await run(["send", "--to", TO, "--provider", "kavenegar/call", "--yes"], here.env);
    expect(ran.out).toContain("kavenegar/call accepted the message.");
    expect(here.simulator.outbox.map(({ channel }) => channel)).toEqual(["call"]);
    expect(ran.code).toBe(0);
  });

  test.each([
    ["without --yes and without a terminal", ["--to", TO], /not confirmed/],
    ["to a text that is not a number", ["--to", "0912", "--yes"], /"0912" is not a phone number/],
    [
      "to a number of another country",
      ["--to", "+4915112345678", "--yes"],
      /"\+49151.*\*.*" is not a number that Ramz may send to/,
    ],
    [
      "with --all and --provider",
      ["--to", TO, "--all", "--provider", "console", "--yes"],
      /exclude each other/,
    ],
    ["with --all and --store", ["--to", TO, "--all", "--store", "--yes"], /Leave --store out/],
  ])("%s nothing is sent", async (_, args, says) => {
    await using here = await vendorWith();
    const ran = await run(["send", ...args], here.env);
    expect(ran.err).toMatch(says);
    expect(ran.code).toBe(2);
    expect(here.simulator.calls).toHaveLength(0);
  });

  test("shows the error that a provider threw, without the code, the number and the secrets", async () => {
    using folder = tempFolder();
    folder.write(
      "throwing.ts",
      pluginFile(
        "throw new Error(`no route to ${message.recipient} with ${message.code} and ${options.key}`);",
        "Type.Object({ key: Type.String() })",
        'env: { key: "MY_KEY" }, secrets: ["key"],',
      ),
    );
    const env = { RAMZ_PROVIDERS: "./throwing.ts", MY_KEY: "hunter2hunter2" };
    const ran = await runRamz(["send", "--to", "09121234567", "--yes"], env, folder);
    expect(ran.out).toContain("unknown: provider_failed");
    expect(ran.err).toMatch(/^\.\/throwing\.ts threw: no route to \+98912\*+67 with \*\*\* and \*\*\*$/m);
    expect(ran.code).toBe(1);
  });

  test("a provider that does not exist is reported", async () => {
    const ran = await run(["send", "--to", TO, "--provider", "kavenegar/pigeon", "--yes"]);
    expect(ran.err).toContain('provider "kavenegar/pigeon": there is no such provider');
    expect(ran.code).toBe(1);
  });

  test.each([
    ["y", 0, 1],
    ["n", 2, 0],
    ["", 2, 0],
  ])("the confirmation at a terminal is answered with %p", async (answer, code, messages) => {
    await using here = await vendorWith();
    expect(await sendInTerminal(answer, here.env)).toBe(code);
    expect(here.simulator.outbox).toHaveLength(messages);
  });
});

/** The exit code of `ramz send` at a terminal, once its question was answered. */
async function sendInTerminal(answer: string, env: Env): Promise<number> {
  using folder = tempFolder();
  let shown = "";
  const child = Bun.spawn(
    [process.execPath, join(import.meta.dir, "../../../../app/main.ts"), "send", "--to", TO],
    {
      cwd: folder.path,
      env: { PATH: process.env["PATH"], HOME: folder.path, ...env },
      terminal: { cols: 200, rows: 20, data: (_, data) => void (shown += Buffer.from(data).toString()) },
    },
  );
  await eventually(
    () => shown,
    (text) => text.includes("[y/N]") || child.exitCode !== null,
  );
  child.terminal?.write(`${answer}\r`);
  const code = await child.exited;
  child.terminal?.close();
  expect(shown).toContain(`to ${MASKED}. This may cost money.`);
  expect(shown).not.toContain(KEY);
  return code;
}
