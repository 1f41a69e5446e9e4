/** The products on the page about the hosted page are run unchanged, and a person goes through each. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { sharedBrowser } from "../support/browser.ts";
import { blocksOf, ROOT } from "./pages.ts";
import { type Product, startProduct } from "../browser/hosted-product.ts";
import { until } from "./server.ts";
import { postForm } from "../app/http/hosted/visit.ts";
import { type Api, apiAt, freshNumber } from "../support/http.ts";

setDefaultTimeout(60_000);

const PAGE = "docs/how-to/hosted-page.md";
const browser = sharedBrowser();

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const { port = 0 } = server;
  void server.stop(true);
  return port;
}

interface Shop extends AsyncDisposable {
  readonly ramz: Product;
  readonly shop: Api;
}

/** The program of the page at this place, once it answers, and a Ramz that knows it. */
async function startShop(index: number): Promise<Shop> {
  const program = blocksOf(PAGE).filter(({ language }) => language === "ts")[index]?.text ?? "";
  const port = freePort();
  const origin = `http://localhost:${port}`;
  const ramz = await startProduct({
    returnTo: `${origin}/after-otp`,
    hosted: `embed_origins = ["${origin}"]`,
  });
  const child = Bun.spawn([process.execPath, "-e", program], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], RAMZ_URL: ramz.api.url, RAMZ_KEY: ramz.key, PORT: String(port) },
  });
  const shop = apiAt(origin);
  const isUp = () =>
    shop.get("/none").then(
      () => true,
      () => false,
    );
  await until(isUp);
  return {
    ramz,
    shop,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
      await ramz[Symbol.asyncDispose]();
    },
  };
}

test("the product with a link sends people there and knows their number afterwards", async () => {
  await using started = await startShop(0);
  const { ramz, shop } = started;
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
});

test("the product with a dialog knows the number of the person who used it, and takes no form of another site", async () => {
  await using started = await startShop(1);
  const { ramz, shop } = started;
  const page = await browser.open(shop.url);
  await page.getByRole("button").click();
  const frame = page.frameLocator("dialog iframe");
  const to = freshNumber();
  await frame.locator("input[name=to]").fill(to);
  await frame.locator("input[name=to]").press("Enter");
  await frame.locator("input[name=code]").fill(await ramz.codeFor(to));
  await page.getByText(`Welcome, ${to}`).waitFor();
  const foreign = await postForm(shop, "/", { proof: "x" }, { "sec-fetch-site": "cross-site" });
  const forged = await postForm(shop, "/", { proof: "x" }, { "sec-fetch-site": "same-origin" });
  expect([foreign.status, forged.status]).toEqual([403, 401]);
});
