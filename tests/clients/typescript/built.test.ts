/** The packed client in Node.js, Bun and Deno, as its README shows it, and in a page of a public app in a browser. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { createPublicRamz } from "../../../app/clients/typescript/src/index.ts";
import { blocksOf } from "../../docs/pages.ts";
import { sharedBrowser } from "../../support/browser.ts";
import { eventually } from "../../support/http.ts";
import { serveForClients } from "../served.ts";
import { type Built, buildClient, RUNTIMES } from "./built.ts";

const README = "app/clients/typescript/README.md";
const PHONE = "+989127778899";
const WAIT_MS = 30_000;
/** Where Deno must be installed first. */
const INSTALL_MS = 180_000;

let built: Built;
beforeAll(() => {
  built = buildClient();
}, 60_000);
afterAll(() => built[Symbol.dispose]());

const browser = sharedBrowser();

/** The text of a page's script, which calls the packed client. */
async function bundled(): Promise<string> {
  const entry = join(built.path, "page.js");
  await Bun.write(
    entry,
    `import { createPublicRamz } from "ramz-client"; window.createPublicRamz = createPublicRamz;`,
  );
  const { outputs } = await Bun.build({ entrypoints: [entry], target: "browser" });
  return (await outputs[0]?.text()) ?? "";
}

test.each(RUNTIMES)(
  "%s runs the program of the README",
  async (_, command) => {
    await using served = await serveForClients();
    const [program] = blocksOf(README).filter(
      ({ language, text }) => language === "js" && text.includes("readline"),
    );
    await Bun.write(join(built.path, "program.mjs"), program?.text ?? "");
    const run = command();
    const env = {
      PATH: process.env["PATH"],
      HOME: built.path,
      DENO_NO_UPDATE_CHECK: "1",
      RAMZ_URL: served.api.url,
      RAMZ_KEY: served.key.key,
    };
    const options = { cwd: built.path, env, stdin: "pipe", stdout: "pipe", stderr: "pipe" } as const;
    const child = Bun.spawn([...run, "program.mjs"], options);
    const messages = async () => Object((await served.api.get("/dev/messages")).body).length > 0;
    await eventually(async () => child.exitCode !== null || (await messages()), Boolean, WAIT_MS);
    await child.stdin.write(`${await served.api.codeFor(PHONE).catch(() => "none")}\n`);
    await child.stdin.end();
    const [out, err] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    expect([out.trim(), err.trim()]).toEqual([`verified ${PHONE}`, "Code:"]);
  },
  INSTALL_MS,
);

test(
  "a page of another origin verifies a number without a key",
  async () => {
    const script = await bundled();
    using site = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: ({ url }) =>
        new URL(url).pathname === "/"
          ? new Response("<!doctype html><script src=/page.js></script>", {
              headers: { "content-type": "text/html" },
            })
          : new Response(script, { headers: { "content-type": "text/javascript" } }),
    });
    await using served = await serveForClients({}, [`http://127.0.0.1:${site.port}`]);
    const page = await browser.open(site.url.href);
    const call = (method: "start" | "check", code = "") =>
      page.evaluate(
        async (asked) => {
          // The page's script puts it there.
          const create: typeof createPublicRamz = Reflect.get(globalThis, "createPublicRamz");
          const ramz = create({ baseUrl: asked.url, language: "fa" });
          return asked.method === "start" ? ramz.start(asked.to) : ramz.check(asked.to, asked.code);
        },
        { url: served.api.url, method, to: PHONE, code },
      );
    expect(await call("start")).toMatchObject({ kind: "sent", to: PHONE });
    expect(await call("start")).toMatchObject({
      kind: "wait",
      detail: expect.stringContaining("صبر کنید"),
    });
    expect(await call("check", "12")).toMatchObject({ kind: "refused" });
    const code = await served.api.codeFor(PHONE);
    expect(await call("check", code)).toMatchObject({ kind: "approved", proof: expect.any(String) });
  },
  WAIT_MS,
);

test("a page over plain http, where browsers offer less of `crypto`, makes keys of its own", async () => {
  // A page from such an address on the network is one kind of insecure context; this is another, without a network.
  const page = await browser.open("data:text/html,<!doctype html>");
  await page.addScriptTag({ content: await bundled() });
  const keys = await page.evaluate(async () => {
    const create: typeof createPublicRamz = Reflect.get(globalThis, "createPublicRamz");
    const seen: string[] = [String(globalThis.isSecureContext)];
    const fetch = async ({ headers }: Request) => {
      seen.push(headers.get("idempotency-key") ?? "none");
      return Response.json({ phone_number: "", expires_in: 1 });
    };
    const ramz = create({ baseUrl: "http://ramz.invalid", fetch });
    for (const to of ["1", "2"]) await ramz.start(to);
    return seen;
  });
  expect(keys).toEqual([
    "false",
    expect.stringMatching(/^[\da-f]{32}$/),
    expect.stringMatching(/^[\da-f]{32}$/),
  ]);
  expect(new Set(keys).size).toBe(3);
});
