/** The page about Prelude: its curl commands, and its program, in which nothing is Ramz's own. */
import { expect, test } from "bun:test";
import { line, testKey } from "../../app/access/app-keys.ts";
import { freshNumber, wrong } from "../../support/http.ts";
import { withProcessEnv } from "../../support/process-env.ts";
import { tempFolder } from "../../support/process.ts";
import { startServing } from "../../support/serving.ts";
import { textOf } from "../pages.ts";
import { walk } from "../walk.ts";

const PAGE = "docs/how-to/from-prelude.md";

test("the commands of the page give what the page says", async () => {
  const { replies } = await walk(PAGE);
  expect(replies).toBe(3);
}, 60_000);

test("its program works with the configuration of the page, and two variables", async () => {
  using folder = tempFolder();
  const key = testKey();
  const written = /```toml\n([^]*?)```/.exec(textOf(PAGE))?.[1] ?? "";
  const toml = written.replace(/\{ hash = .*\}/, line(key, ["send", "check"], ", client_ip = true"));
  expect(toml).toContain(key.hash);
  folder.write("ramz.toml", toml);
  await using ramz = await startServing({ RAMZ_CONFIG: "ramz.toml" }, folder);
  const variables = { API_TOKEN: key.key, PRELUDE_BASE_URL: `${ramz.api.url}/compat/prelude` };
  await withProcessEnv(variables, async () => {
    const { sendCode, isRight } = await import("./prelude.ts");
    const to = freshNumber();
    expect(await sendCode(to, "203.0.113.7")).toBe("success");
    const code = await ramz.api.codeFor(to);
    expect(await isRight(to, wrong(code))).toBe(false);
    expect(await isRight(to, code)).toBe(true);
    expect(await isRight(to, code)).toBe(false);
    expect(await sendCode("+12025550123", "203.0.113.7")).toBe("in_block_list");
  });
});
