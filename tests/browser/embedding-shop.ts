/** A shop that shows the hosted page in a dialog, on an origin of its own, and a stranger that tries to, on another one. */
import { type Product, startProduct } from "./hosted-product.ts";

export interface EmbeddingShop extends AsyncDisposable {
  readonly product: Product;
  /** A page of the shop whose body is this. */
  page(body: string): string;
  /** The same of the stranger. */
  strangersPage(body: string): string;
  readonly origin: string;
  /** The proofs that the shop's form sent, the oldest first. */
  readonly proofs: readonly string[];
  /** The element that loads embed.js, with these attributes. */
  script(attributes?: string): string;
}

/** As a form of the shop asks for it. */
export const BUTTON = `<form method="post" action="/sign-in"><button data-ramz-verify="proof">Verify my number</button></form>`;

interface Site {
  readonly origin: string;
  page(body: string): string;
  readonly posted: string[];
  stop(): Promise<void>;
}

const html = (body: string, headers = {}) =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title></head><body><main><h1>Shop</h1>${body}</main></body></html>`,
    { headers: { "content-type": "text/html; charset=utf-8", ...headers } },
  );

/** Its policy is the one of the how-to page: nothing inline, and of Ramz the script and the frame. */
function startSite(policy: () => string): Site {
  const bodies = new Map<string, string>();
  const posted: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "localhost",
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (request.method === "POST") {
        posted.push(new URLSearchParams(await request.text()).get("proof") ?? "");
        return html("<p>Welcome</p>");
      }
      return html(bodies.get(pathname) ?? "", { "content-security-policy": policy() });
    },
  });
  const origin = `http://localhost:${server.port}`;
  return {
    origin,
    posted,
    page(body) {
      const path = `/page-${bodies.size}`;
      bodies.set(path, body);
      return origin + path;
    },
    stop: () => server.stop(true),
  };
}

export async function startEmbeddingShop(hosted = ""): Promise<EmbeddingShop> {
  let ramz = "";
  const policy = () => `default-src 'none'; script-src ${ramz}; frame-src ${ramz}; form-action 'self'`;
  const [shop, stranger] = [startSite(policy), startSite(() => "default-src * 'unsafe-inline'")];
  const product = await startProduct({ hosted: `embed_origins = ["${shop.origin}"]\n${hosted}` });
  ramz = product.api.url;
  return {
    product,
    page: (body) => shop.page(body),
    strangersPage: (body) => stranger.page(body),
    origin: shop.origin,
    proofs: shop.posted,
    script: (attributes = "") =>
      `<script src="${product.api.url}/embed.js" data-app="shop" ${attributes} defer></script>`,
    async [Symbol.asyncDispose]() {
      await Promise.all([shop.stop(), stranger.stop()]);
      await product[Symbol.asyncDispose]();
    },
  };
}
