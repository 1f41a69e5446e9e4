/** The product on the page about the hosted page is run unchanged, and a person goes through it. */
import { expect, test } from "bun:test";
import { blocksOf, ROOT } from "./pages.ts";
import { startProduct } from "../browser/hosted-product.ts";
import { until } from "./server.ts";
import { postForm } from "../app/http/hosted/visit.ts";
import { apiAt, freshNumber } from "../support/http.ts";

const PAGE = "docs/how-to/hosted-page.md";

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const { port = 0 } = server;
  void server.stop(true);
  return port;
}

test("the product of the page sends people there and knows their number afterwards", async () => {
  const program = blocksOf(PAGE).find(({ language }) => language === "ts")?.text ?? "";
  const port = freePort();
  await using ramz = await startProduct({ returnTo: `http://localhost:${port}/after-otp` });
  const child = Bun.spawn([process.execPath, "-e", program], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], RAMZ_URL: ramz.api.url, RAMZ_KEY: ramz.key, PORT: String(port) },
  });
  try {
    const shop = apiAt(`http://localhost:${port}`);
    const isUp = () =>
      shop.get("/none").then(
        () => true,
        () => false,
      );
    await until(isUp);
    const begun = await shop.get("/");
    const cookie = begun.headers.get("set-cookie")?.split(";")[0] ?? "";
    const visit = new URL(begun.headers.get("location") ?? "").searchParams;
    const to = freshNumber();
    const sent = await postForm(ramz.api, "/verify", { ...Object.fromEntries(visit), to });
    const ticket = new URL(sent.headers.get("location") ?? "", ramz.api.url).searchParams.get("ticket") ?? "";
    const back = await postForm(ramz.api, "/verify/code", { ticket, code: await ramz.codeFor(to) });
    const { pathname, search } = new URL(back.headers.get("location") ?? "");
    expect((await shop.get(pathname + search)).status).toBe(400);
    expect((await shop.get(pathname + search, { cookie })).text).toBe(`Welcome, ${to}`);
    expect((await shop.get(pathname + search, { cookie })).status).toBe(401);
  } finally {
    child.kill();
    await child.exited;
  }
}, 30_000);
