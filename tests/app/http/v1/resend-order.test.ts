/** The order of resends as it is configured, for the service and for an app. */
import { afterAll, expect, test } from "bun:test";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import { verificationIn } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { startInProcess } from "../in-process.ts";

const PROVIDERS = ["first", "second"].map((name): Provider => ({
  name,
  account: name,
  channels: ["sms"],
  explain: () => null,
  deliver: async () => ({ outcome: "accepted" }),
}));
const key = testKey();
const folder = tempFolder();
folder.write("apps.toml", `[apps.shop]\nresend_order = "same"\nkeys = [${line(key, ["send"])}]`);
afterAll(() => folder[Symbol.dispose]());

test.each([
  ["the next provider by default", {}, "second"],
  ["the first when it is the same for the service", { RAMZ_RESEND_ORDER: "same" }, "first"],
  ["the first when it is the same for the app", { RAMZ_CONFIG: `${folder.path}/apps.toml` }, "first"],
])("a resend begins with %s", async (_name, env, expected) => {
  await using ramz = await startInProcess({ OTP_RESEND_WAIT_TIME: "0", ...env }, { providers: PROVIDERS });
  const start = () => ramz.api.post("/v1/verifications", { to: "+989120000001" }, key.headers);
  expect(verificationIn(await start()).provider).toBe("first");
  const again = await start();
  expect(again.status).toBe(200);
  expect(verificationIn(again).provider).toBe(expected);
});
