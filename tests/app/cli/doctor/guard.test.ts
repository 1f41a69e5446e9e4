/** What the doctor says of end users' addresses. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { examineGuard } from "../../../../app/cli/doctor/guard.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { type Env, tempFolder } from "../../../support/process.ts";
import { line, testKey } from "../../access/app-keys.ts";

function rowsOf(key: string, env: Env = {}, appSettings = "") {
  using folder = tempFolder();
  folder.write("ramz.toml", `[apps.shop]\n${appSettings}\nkeys = [${key}]\n`);
  const { config, problems } = loadConfig({
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
    KAVENEGAR_API_KEY: "6B7".repeat(16),
    KAVENEGAR_SENDER: "10008663",
    ...env,
  });
  expect(problems).toEqual([]);
  return examineGuard(config);
}

const plain = line(testKey(), ["send"]);

describe("the doctor on the guard", () => {
  test("warns of an app whose end users' addresses no request can name", () => {
    expect(rowsOf(plain)).toMatchObject([
      {
        level: "warning",
        subject: "shop",
        detail: expect.stringMatching(/challenge is the only way/),
        remedy: expect.stringContaining("client_ip = true"),
      },
    ]);
    expect(rowsOf(plain, {}, 'challenge = "none"')).toMatchObject([
      { detail: expect.stringMatching(/only budgets/) },
    ]);
  });

  test.each<readonly [why: string, key: string, env: Env, settings: string]>([
    ["a key may name the address", line(testKey(), ["send"], ", client_ip = true"), {}, ""],
    ["a proxy is trusted", plain, { RAMZ_TRUSTED_PROXIES: "10.0.0.0/8" }, ""],
    ["end users call the app themselves", plain, {}, "public = true"],
    ["nothing is enforced", plain, { RAMZ_GUARD: "off", RAMZ_IP_LIMIT_MODE: "monitor" }, ""],
  ])("says nothing when %s", (_, key, env, settings) => {
    expect(rowsOf(key, env, settings)).toEqual([]);
  });
});
