/** The first call that a start suggests: it works as it is printed, with an example number of the first configured country. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { firstCall } from "../../../../app/cli/serve/greeting.ts";
import { openProvidersOnly } from "../../../../app/cli/open-ramz.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { eventually } from "../../../support/http.ts";
import { startRamz, tempFolder } from "../../../support/process.ts";
import { line, testKey } from "../../access/app-keys.ts";

const ORIGIN = "http://127.0.0.1:8000";
const KEYS = `keys = [${line(testKey(), ["send"])}]`;

test.each([
  ["", `${ORIGIN}/v1/verifications -H 'content-type: application/json' -d '{"to":"09121234567"}'`],
  [
    '[recipients]\ncountries = ["DE", "IR"]',
    `${ORIGIN}/v1/verifications -H 'content-type: application/json' -d '{"to":"015123456789"}'`,
  ],
  [
    "[apps.shop]\npublic = true",
    `${ORIGIN}/api/v1/usr/otp -H 'content-type: application/json' -d '{"phone_number":"09121234567"}'`,
  ],
  [
    `[apps.shop]\npublic = true\n${KEYS}`,
    `${ORIGIN}/v1/verifications -H 'content-type: application/json' -H 'authorization: Bearer <key>' -d '{"to":"09121234567"}'`,
  ],
  [
    'providers = ["http/bale"]\n[provider."http/bale"]\napi_key = "k"\nbot_id = 1',
    `${ORIGIN}/v1/verifications -H 'content-type: application/json' -d '{"to":"09121234567","channel":"auto"}'`,
  ],
  [
    '[apps.bank]\n[apps.shop]\npublic = true\ncountries = ["DE"]',
    `${ORIGIN}/api/v1/usr/otp -H 'content-type: application/json' -d '{"phone_number":"015123456789"}'`,
  ],
])("with %j it has the right path, key, number and channel", async (toml, call) => {
  using folder = tempFolder();
  folder.write("ramz.toml", toml);
  const { config } = loadConfig({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
  const opened = await openProvidersOnly(config, {});
  if (opened.kind === "problems") throw new Error(opened.problems.join("\n"));
  expect(firstCall(new URL(ORIGIN), opened.ramz, config)).toBe(`curl ${call}`);
  await opened.ramz.close();
});

test("it is printed in console mode", async () => {
  await using ramz = await startRamz();
  await eventually(ramz.printed, (text) => /Try: curl \S+\/v1\/verifications .*"09121234567"/.test(text));
});
