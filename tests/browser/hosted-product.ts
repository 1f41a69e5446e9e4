/** A product that lets its users prove their number on the hosted page, and redeems what they come back with. */
import { line, testKey } from "../app/access/app-keys.ts";
import { type Api, field } from "../support/http.ts";
import { type Env, tempFolder } from "../support/process.ts";
import { startServing } from "../support/serving.ts";

export interface Product extends AsyncDisposable {
  readonly api: Api;
  /** The key of its back end. */
  readonly key: string;
  /** The hosted page, as the product links to it. */
  page(lang?: string, state?: string): string;
  /** The newest code for a number, once it is there. */
  codeFor(to: string): Promise<string>;
  /** Redeems a proof as the product's back end. */
  redeem(proof: string): ReturnType<Api["post"]>;
}

export interface ProductSettings {
  /** Further lines of the page's table. */
  readonly hosted?: string;
  readonly env?: Env;
  /** Where people return to, if not to a page of its own. */
  readonly returnTo?: string;
}

const BACK = "<!doctype html><html lang=en><title>Product</title><p>Back at the product</p></html>";

export async function startProduct({
  hosted = "",
  env = {},
  ...given
}: ProductSettings = {}): Promise<Product> {
  const product = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Response(BACK, { headers: { "content-type": "text/html" } }),
  });
  const { returnTo = `http://localhost:${product.port}/after-otp` } = given;
  const key = testKey();
  const folder = tempFolder();
  folder.write(
    "ramz.toml",
    `[apps.shop]\nkeys = [${line(key, ["admin"])}]\n[apps.shop.hosted]\nreturn_to = ["${returnTo}"]\nname = "Shop"\nname_fa = "فروشگاه"\n${hosted}`,
  );
  const settings = { RAMZ_STORE: "sqlite::memory:", RAMZ_PROVIDERS: "console", ...env };
  const serving = await startServing({ ...settings, RAMZ_CONFIG: "ramz.toml" }, folder);
  const { api } = serving;
  return {
    api,
    key: key.key,
    page(lang = "en", state = "s-1") {
      return `${api.url}/verify?${new URLSearchParams({ app: "shop", return_to: returnTo, state, lang })}`;
    },
    async codeFor(to) {
      const { body } = await api.get(`/dev/messages?wait=10&to=${encodeURIComponent(to)}`);
      return field(Array.isArray(body) ? body[0] : undefined, "code");
    },
    redeem: (proof) => api.post("/v1/proofs/redeem", { proof }, key.headers),
    async [Symbol.asyncDispose]() {
      await product.stop(true);
      await serving[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
