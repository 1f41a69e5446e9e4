/** What a hook cannot read is logged once for each reason: many log-in servers show a refusal to no one. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { examineHooks } from "../../../../app/cli/doctor/hooks.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { freshNumber } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { serveHere } from "../../../support/serving.ts";

const SECRET = "a-secret-of-a-hook-that-is-long-enough";
const PROVEN = { authorization: `Bearer ${SECRET}` };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Ramz with a hook for Keycloak. */
async function serveKeycloak() {
  const folder = tempFolder();
  folder.write("ramz.toml", `[apps.shop.hooks.keycloak]\nsecrets = ["${SECRET}"]\n`);
  const lines: string[] = [];
  const log = (level: string, message: string) => void lines.push(`${level} ${message}`);
  const file = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_PROVIDERS: "console" };
  const serving = await serveHere({ ...file, RAMZ_STORE: "sqlite::memory:" }, { log });
  return {
    lines,
    warned: () => lines.filter((line) => line.includes("shop/keycloak")),
    post: (body: string | object, headers: Readonly<Record<string, string>>) =>
      serving.api.request("/hooks/shop/keycloak", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    examine: () => examineHooks(loadConfig({ ...file, PORT: String(serving.port) }).config),
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

test("a request without a code, or with two, is logged once each, without the text and the number", async () => {
  await using ramz = await serveKeycloak();
  const to = freshNumber();
  const texts = ["Hello", "Hello again", "4938 or 5049?", "6150 or 7261?"];
  for (const text of texts) await ramz.post({ to, text }, { authorization: "Bearer wrong" });
  expect(ramz.warned()).toEqual([]);
  for (const text of texts) await ramz.post({ to, text }, PROVEN);
  expect(ramz.warned()).toEqual([
    expect.stringMatching(/^warn The hook shop\/keycloak refused .*\(code_not_found\): .*code_pattern/),
    expect.stringMatching(/^warn The hook shop\/keycloak refused .*\(code_ambiguous\): /),
  ]);
  expect(ramz.lines.join("\n")).not.toMatch(/Hello|4938|5049|6150|7261/);
  expect(ramz.lines.join("\n")).not.toContain(to.slice(3));
});

test("a body that is no JSON, or a form with a field twice, is logged once each when it is proven", async () => {
  await using ramz = await serveKeycloak();
  // As Keycloak's plugin writes a text with quotation marks.
  const unescaped = '{"to":"+989121234567","text":"Your "code" is 4938"}';
  const twice = "to=%2B989121234567&text=4938&text=5049";
  const postBoth = async (proof: typeof PROVEN) => {
    await ramz.post(unescaped, proof);
    await ramz.post(twice, { ...FORM, ...proof });
  };
  await postBoth({ authorization: "Bearer wrong" });
  expect(ramz.warned()).toEqual([]);
  await postBoth(PROVEN);
  await postBoth(PROVEN);
  expect(ramz.warned()).toEqual([
    expect.stringMatching(/^warn The hook shop\/keycloak refused .*\(malformed_json\): /),
    expect.stringMatching(/^warn The hook shop\/keycloak refused .*\(invalid_request\): .*twice/),
  ]);
  expect(ramz.lines.join("\n")).not.toMatch(/4938|5049|9121234567/);
});

test("the doctor's own request is not logged, so that the first of the log-in server still is", async () => {
  await using ramz = await serveKeycloak();
  expect(await ramz.examine()).toMatchObject([{ subject: "shop/keycloak", level: "ok" }]);
  expect(ramz.warned()).toEqual([]);
  const misconfigured = await ramz.post({ phone: freshNumber(), text: "Your code is 493817" }, PROVEN);
  expect(misconfigured.status).toBe(400);
  expect(ramz.warned()).toEqual([
    expect.stringMatching(
      /^warn The hook shop\/keycloak refused .*\(invalid_request\): The phone number is missing/,
    ),
  ]);
});
