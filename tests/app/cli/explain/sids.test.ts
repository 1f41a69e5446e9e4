/** `ramz explain` of a sid: what Twilio's clients know a verification by. */
import { expect, test } from "bun:test";
import { field, freshNumber } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { startServing } from "../../../support/serving.ts";
import { basic, postForm, SERVICE_PATH } from "../../../support/twilio.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { run } from "../support.ts";

test("ramz explain finds a verification and a carried code by their sids, and no other sid", async () => {
  using folder = tempFolder();
  const key = testKey();
  folder.write(
    "ramz.toml",
    `[apps.shop]\nkeys = [${line(key, ["send"], ", own_code = true")}]\n[apps.bank]\n`,
  );
  const env = { RAMZ_CONFIG: "ramz.toml", RAMZ_COMPAT_TWILIO: "true" };
  const serving = await startServing(env, folder);
  const sidOf = async (further: object) => {
    const fields = { To: freshNumber(), Channel: "sms", ...further };
    const { body } = await postForm(
      serving.api,
      `${SERVICE_PATH}/Verifications`,
      { ...fields },
      basic(key.key),
    );
    return field(body, "sid");
  };
  const sids = [await sidOf({}), await sidOf({ CustomCode: "Q7m2Xz" })];
  await serving[Symbol.asyncDispose]();
  const [started = "", carried = ""] = sids;
  expect((await run(["explain", started], env, folder)).out).toMatch(
    /^verification +ver_[\w-]{34}\napp +shop\n/,
  );
  expect((await run(["explain", carried], env, folder)).out).toMatch(/^delivery +dlv_[\w-]{34}\napp +shop\n/);
  expect((await run(["explain", started, "--app", "bank"], env, folder)).code).toBe(1);
  expect((await run(["explain", `VE${"0".repeat(32)}`], env, folder)).code).toBe(1);
}, 20_000);
