/** The page about Twilio Verify: its curl commands, and its program, in which one line is new. */
import { expect, test } from "bun:test";
import { line, plainTestKey } from "../../app/access/app-keys.ts";
import { freshNumber, wrong } from "../../support/http.ts";
import { withProcessEnv } from "../../support/process-env.ts";
import { tempFolder } from "../../support/process.ts";
import { startServing } from "../../support/serving.ts";
import { ACCOUNT, errorOf, SERVICE } from "../../support/twilio.ts";
import { textOf } from "../pages.ts";
import { walk } from "../walk.ts";

const PAGE = "docs/how-to/from-twilio.md";

test("the commands of the page give what the page says", async () => {
  const { replies } = await walk(PAGE);
  expect(replies).toBe(3);
}, 60_000);

test("its program works with the configuration of the page, and four variables", async () => {
  using folder = tempFolder();
  const key = plainTestKey();
  const written = /```toml\n([^]*?)```/.exec(textOf(PAGE))?.[1] ?? "";
  const toml = written.replace(/\{ hash = .*\}/, line(key, ["send", "check", "read"], ", client_ip = true"));
  expect(toml).toContain(key.hash);
  folder.write("ramz.toml", toml);
  await using ramz = await startServing({ RAMZ_CONFIG: "ramz.toml" }, folder);
  const variables = {
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: key.key,
    TWILIO_SERVICE_SID: SERVICE,
    TWILIO_VERIFY_URL: `${ramz.api.url}/compat/twilio`,
  };
  await withProcessEnv(variables, async () => {
    const { sendCode, isRight } = await import("./twilio.ts");
    const to = freshNumber();
    expect(await sendCode(to, "203.0.113.7")).toBe("pending");
    const code = await ramz.api.codeFor(to);
    expect(await isRight(to, wrong(code))).toBe(false);
    expect(await isRight(to, code)).toBe(true);
    expect(await errorOf(isRight(to, code))).toBe("404 20404");
    expect(await errorOf(sendCode("+12025550123", "203.0.113.7"))).toBe("403 60605");
  });
});
