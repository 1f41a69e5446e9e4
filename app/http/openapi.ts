/** The OpenAPI document and a page that shows it. The page's assets come from this process: it works without the internet. */
import openapi from "@elysiajs/openapi";
import { Elysia } from "elysia";
import { dirname, join } from "node:path";
import { version } from "../../package.json";

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

/** `/openapi/json`, generated from the routes of the app it is used by. */
export function openapiDocument() {
  return openapi({
    provider: null,
    path: "/openapi",
    specPath: "/openapi/json",
    exclude: { paths: [/^\/openapi/, /^\/dev\//] },
    documentation: {
      info: {
        title: "Ramz",
        version,
        description:
          "Self-hosted phone verification. Errors are application/problem+json with a stable `code`.",
      },
      tags: [
        { name: "Verifications", description: "Send a code, check a guess." },
        { name: "Predecessor", description: "The contract of the service Ramz replaces." },
        { name: "Operations", description: "For load balancers and monitors." },
      ],
    },
  });
}

export function openapiPage() {
  const folder = dirname(Bun.resolveSync("swagger-ui-dist/package.json", import.meta.dir));
  return new Elysia()
    .get("/openapi", () => new Response(PAGE, { headers: { "content-type": "text/html; charset=utf-8" } }))
    .get("/openapi/assets/:file", ({ params: { file }, status }) => {
      const type = ASSETS.get(file);
      if (type === undefined) return status(404);
      const headers = { "content-type": type, "cache-control": "public, max-age=86400" };
      return new Response(Bun.file(join(folder, file)), { headers });
    });
}
