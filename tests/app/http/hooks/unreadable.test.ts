/** What a hook cannot read is logged once for each reason: many log-in servers show a refusal to no one. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { freshNumber } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { serveHere } from "../../../support/serving.ts";

const SECRET = "a-secret-of-a-hook-that-is-long-enough";

test("a request without a code, or with two, is logged once each, without the text and the number", async () => {
  using folder = tempFolder();
  folder.write("ramz.toml", `[apps.shop.hooks.keycloak]\nsecrets = ["${SECRET}"]\n`);
  const lines: string[] = [];
  const log = (level: string, message: string) => void lines.push(`${level} ${message}`);
  const env = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_STORE: "sqlite::memory:" };
  await using serving = await serveHere({ ...env, RAMZ_PROVIDERS: "console" }, { log });
  const to = freshNumber();
  const texts = ["Hello", "Hello again", "4938 or 5049?", "6150 or 7261?"];
  for (const headers of [{ authorization: `Bearer ${SECRET}` }, { authorization: "Bearer wrong" }])
    for (const text of texts) await serving.api.post("/hooks/shop/keycloak", { to, text }, headers);
  const warned = lines.filter((line) => line.includes("shop/keycloak"));
  expect(warned).toEqual([
    expect.stringMatching(/^warn The hook shop\/keycloak refused .*\(code_not_found\): .*code_pattern/),
    expect.stringMatching(/^warn The hook shop\/keycloak refused .*\(code_ambiguous\): /),
  ]);
  expect(lines.join("\n")).not.toMatch(/Hello|4938|5049|6150|7261/);
  expect(lines.join("\n")).not.toContain(to.slice(3));
});
