/** The tools for recipes: `ramz provider http/x check`, with an answer that a person pastes, and `ramz provider new`. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { tempFolder } from "../../support/process.ts";
import { KEY, run, vendorWith } from "./support.ts";

const env = { RAMZ_HTTP_MELIPAYAMAK_TOKEN: KEY, RAMZ_HTTP_MELIPAYAMAK_BODY_ID: "12" };
const check = ["provider", "http/melipayamak", "check"];

describe("ramz provider http/melipayamak check", () => {
  test("shows the request without its key, and the recipe's examples", async () => {
    const { code, out, err } = await run(check, env);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^codes +unverified$/m);
    expect(out).toContain("POST https://console.melipayamak.com/api/send/shared/***");
    expect(out).toContain('{"bodyId":12,"to":"09121234567","args":["123456"]}');
    expect(out).toMatch(/^example 401 .* account: key_invalid \(401\)$/m);
  });

  test("reads an answer from standard input instead of the examples", async () => {
    const pasted = 'HTTP/1.1 401 Unauthorized\r\nServer: x\r\n\r\n{"status": "no"}';
    const { code, out, err } = await run([...check, "--answer", "-"], env, undefined, pasted);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^answer +account: key_invalid \(401\)$/m);
    expect(out).toMatch(/^hint +The vendor does not know the key\./m);
    expect(out).not.toContain("example");
  });

  test("reads an answer from a file, and shows the message's id", async () => {
    using folder = tempFolder();
    folder.write("answer.txt", '{"recId": 5741852963, "status": ""}');
    const { out } = await run([...check, "--answer", "answer.txt"], env, folder);
    expect(out).toMatch(/^answer +accepted: accepted \(200\)$/m);
    expect(out).toMatch(/^message id +5741852963$/m);
  });

  test("names a file that is not there", async () => {
    const { code, err } = await run([...check, "--answer", "nowhere.txt"], env);
    expect([code, err]).toEqual([
      1,
      'There is no file "nowhere.txt" for --answer. Write - for standard input.\n',
    ]);
  });
});

describe("ramz provider new", () => {
  const answers = [
    "Acme SMS",
    "POST https://api.acme.example/v1/messages",
    "bearer",
    "json",
    "to={number.e164}, text={text}",
    '201 {"id": "m-1"}',
  ];
  const asked = answers.join("\n");

  test("writes a recipe from piped answers, which loads and shows its request", async () => {
    using folder = tempFolder();
    const made = await run(["provider", "new"], {}, folder, asked);
    expect([made.code, made.out]).toEqual([0, expect.stringContaining("Wrote acme-sms.toml.")]);
    expect(made.err.match(/^(> )?[A-Z].*, e\.g\. /gm)).toHaveLength(6);
    const options = { RAMZ_HTTP_ACME_SMS_API_KEY: KEY };
    const shown = await run(["provider", "http/./acme-sms.toml", "check"], options, folder);
    expect([shown.code, shown.err]).toEqual([0, ""]);
    expect(shown.out).toContain("POST https://api.acme.example/v1/messages");
    expect(shown.out).not.toContain("was expected");
  });

  test("writes over no file", async () => {
    using folder = tempFolder();
    folder.write("acme-sms.toml", "mine");
    const { code, err } = await run(["provider", "new"], {}, folder, asked);
    expect([code, err]).toEqual([1, expect.stringContaining("There is a file acme-sms.toml already.")]);
    expect(await Bun.file(join(folder.path, "acme-sms.toml")).text()).toBe("mine");
  });

  test("names every answer that does not fit", async () => {
    const { code, err } = await run(["provider", "new"], {}, undefined, "Acme SMS\nPOST acme\nbearer\njson");
    expect(code).toBe(1);
    expect(err).toContain("The recipe cannot be written, 3 problems:");
  });
});

test.each([
  ["http/melipayamak", env, /^warning: http\/melipayamak: Its codes are unverified: [^\n]+\n$/],
  ["http/bale", { RAMZ_HTTP_BALE_API_KEY: KEY, RAMZ_HTTP_BALE_BOT_ID: "12" }, /^$/],
])("ramz config says of %s whether its codes are unverified", async (name, options, says) => {
  const { code, err } = await run(["config"], { RAMZ_PROVIDERS: name, ...options });
  expect(code).toBe(0);
  expect(err).toMatch(says);
});

test("a tool that reads no answer refuses one", async () => {
  await using vendor = await vendorWith();
  const { code, err } = await run(["provider", "kavenegar", "account", "--answer", "-"], vendor.env);
  expect([code, err]).toEqual([1, 'The tool "account" of kavenegar reads no answer. Leave out --answer.\n']);
});
