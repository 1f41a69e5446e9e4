/** The OpenAPI document and a page that shows it. The page's assets come from this process: it works without the internet. */
import { type AnyElysia, Elysia } from "elysia";
import { dirname, join } from "node:path";
import { version } from "../../../package.json";
import { BEARER } from "../schemas/route-docs.ts";
import { BASIC } from "../schemas/twilio-docs.ts";
import type { Text } from "../problems/language.ts";
import { ProblemError } from "../problems/problem.ts";

const ASSETS: ReadonlyMap<string, string> = new Map([
  ["swagger-ui.css", "text/css; charset=utf-8"],
  ["swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
]);

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ramz: HTTP API</title>
<link rel="stylesheet" href="/openapi/assets/swagger-ui.css">
<div id="api"></div>
<script src="/openapi/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: "/openapi/json", dom_id: "#api" });</script>
</html>
`;

const INFO = {
  title: "Ramz",
  version,
  description: "Self-hosted phone verification. Errors are application/problem+json with a stable `code`.",
};
const TAGS = [
  { name: "Verifications", description: "Send a code, check a guess." },
  { name: "Hosted page", description: "For people: a page that proves a number and returns to the app." },
  { name: "Hooks", description: "For log-in servers that make and check codes themselves." },
  { name: "Predecessor", description: "The contract of the service Ramz replaces." },
  { name: "Prelude", description: "Prelude's API, version 2, for its own clients." },
  { name: "Twilio Verify", description: "Twilio's API Verify, version 2, for its own clients." },
  { name: "Operations", description: "For load balancers and monitors." },
];

const KEY = {
  type: "http",
  scheme: "bearer",
  description: "The key of an app, as ramz key new printed it. Without apps no key is needed.",
};

const PASSWORD = {
  type: "http",
  scheme: "basic",
  description: "The key of an app as the password, with any user name.",
};

/** The document and the page, for the routes of `described`; `nowhere` is said of an asset that is not there. */
export function openapiRoutes(described: () => AnyElysia, nowhere: Text): AnyElysia {
  const folder = dirname(Bun.resolveSync("swagger-ui-dist/package.json", import.meta.dir));
  let document: unknown;
  return new Elysia()
    .get("/openapi", () => new Response(PAGE, { headers: { "content-type": "text/html; charset=utf-8" } }))
    .get("/openapi/json", async () => Response.json((document ??= await generate(described()))))
    .get("/openapi/assets/:file", ({ params: { file } }) => {
      const type = ASSETS.get(file);
      if (type === undefined) throw new ProblemError("not_found", { detail: nowhere });
      const headers = { "content-type": type, "cache-control": "public, max-age=86400" };
      return new Response(Bun.file(join(folder, file)), { headers });
    });
}

/** Loaded when first asked for: the generator is a quarter of the start-up time, and most processes are never asked. */
async function generate(app: AnyElysia): Promise<unknown> {
  const { toOpenAPISchema } = await import("@elysiajs/openapi/openapi");
  const { components, paths } = toOpenAPISchema(app, {
    staticFile: false,
    paths: [/^\/openapi/, /^\/dev\//],
  });
  const used = new Set(app.routes.flatMap(({ hooks }) => hooks.detail?.tags ?? []));
  const tags = TAGS.filter(({ name }) => used.has(name));
  const securitySchemes = { [BEARER]: KEY, ...(used.has("Twilio Verify") && { [BASIC]: PASSWORD }) };
  return { openapi: "3.1.2", info: INFO, tags, paths, components: { ...components, securitySchemes } };
}
