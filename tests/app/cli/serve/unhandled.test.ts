/** An error of a provider outside of its calls does not end the process, whatever value is thrown. */
import { expect, test } from "bun:test";
import { eventually, freshNumber } from "../../../support/http.ts";
import { startRamz, tempFolder } from "../../../support/process.ts";
import { pluginFile } from "../../../e2e/plugins/plugin-files.ts";

test.each([
  ["thrown", "setTimeout(() => { throw Object.create(null); }, 10);"],
  ["rejected", "void Promise.reject(Object.create(null));"],
])(
  "a value without a text that is %s outside of any call is logged, and the process goes on",
  async (_, statement) => {
    using folder = tempFolder();
    folder.write("unhandled.ts", pluginFile(`${statement} return { outcome: "accepted" };`));
    await using ramz = await startRamz({ HOST: "127.0.0.1", RAMZ_PROVIDERS: "./unhandled.ts" }, folder);
    const send = async () => (await ramz.api.post("/v1/verifications", { to: freshNumber() })).status;
    expect(await send()).toBe(201);
    await eventually(ramz.printed, (text) => text.includes("threw a value that cannot be shown"));
    expect(await send()).toBe(201);
  },
);
