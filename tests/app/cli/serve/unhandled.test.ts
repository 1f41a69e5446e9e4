/** What a provider lets fall outside of any call, whatever it is, ends nobody's verification. */
import { expect, test } from "bun:test";
import { eventually, freshNumber } from "../../../support/http.ts";
import { startRamz, tempFolder } from "../../../support/process.ts";
import { pluginFile } from "../../../e2e/plugins/plugin-files.ts";

test.each([
  ["thrown", "setTimeout(() => { throw Object.create(null); }, 10);"],
  ["rejected", "void Promise.reject(Object.create(null));"],
])("what no text can be made of, %s, is told and survived", async (_, stray) => {
  using folder = tempFolder();
  folder.write("stray.ts", pluginFile(`${stray} return { outcome: "accepted" };`));
  await using ramz = await startRamz({ HOST: "127.0.0.1", RAMZ_PROVIDERS: "./stray.ts" }, folder);
  const send = async () => (await ramz.api.post("/v1/verifications", { to: freshNumber() })).status;
  expect(await send()).toBe(201);
  await eventually(ramz.printed, (text) => text.includes("threw what cannot be shown"));
  expect(await send()).toBe(201);
});
