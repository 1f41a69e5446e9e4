/** The OpenAPI document and a page that shows it. The page's assets come from this process: it works without the internet. */
import { type AnyElysia, Elysia } from "elysia";
import { dirname, join } from "node:path";
import { version } from "../../../package.json";
import type { Service } from "../../service/service.ts";
import { HEADERS } from "../schemas/header-docs.ts";
import { RESPONSES } from "../schemas/problem-docs.ts";
import { BEARER } from "../schemas/route-docs.ts";
import { BASIC } from "../schemas/twilio-docs.ts";
import type { Text } from "../../language/language.ts";
import { ProblemError } from "../problems/problem.ts";
import { mapValues, type Members, shareSchemas } from "./components.ts";

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
  license: { name: "MIT", identifier: "MIT" },
};
const TAGS = [
  { name: "Verifications", description: "Send a code, check a guess." },
  { name: "Deliveries", description: "Carry a code of your own." },
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

/** What the document depends on, beside the routes: who needs a key, and where Ramz is reached from outside. */
type Described = Pick<Service, "callers" | "publicUrl">;

/** The document and the page, for the routes of `described`; `nowhere` is said of an asset that is not there. */
export function openapiRoutes(service: Described, described: () => AnyElysia, nowhere: Text): AnyElysia {
  const folder = dirname(Bun.resolveSync("swagger-ui-dist/package.json", import.meta.dir));
  let document: unknown;
  return new Elysia()
    .get("/openapi", () => new Response(PAGE, { headers: { "content-type": "text/html; charset=utf-8" } }))
    .get("/openapi/json", async () => Response.json((document ??= await generate(described(), service))))
    .get("/openapi/assets/:file", ({ params: { file } }) => {
      const type = ASSETS.get(file);
      if (type === undefined) throw new ProblemError("not_found", { detail: nowhere });
      const headers = { "content-type": type, "cache-control": "public, max-age=86400" };
      return new Response(Bun.file(join(folder, file)), { headers });
    });
}

/** Loaded when first asked for: the generator is a quarter of the start-up time, and most processes are never asked. */
async function generate(app: AnyElysia, { callers, publicUrl }: Described): Promise<unknown> {
  const { toOpenAPISchema } = await import("@elysiajs/openapi/openapi");
  const { paths } = toOpenAPISchema(app, { staticFile: false, paths: [/^\/openapi/, /^\/dev\//] });
  const used = new Set(app.routes.flatMap(({ hooks }) => hooks.detail?.tags ?? []));
  const tags = TAGS.filter(({ name }) => used.has(name));
  const securitySchemes = callers.withoutKey === null && {
    securitySchemes: { [BEARER]: KEY, ...(used.has("Twilio Verify") && { [BASIC]: PASSWORD }) },
  };
  return shareSchemas({
    openapi: "3.1.2",
    info: INFO,
    servers: [{ url: publicUrl ?? "/" }],
    tags,
    paths: completed(paths, app, callers),
    components: { responses: RESPONSES, headers: HEADERS, ...securitySchemes },
  });
}

/** A key is asked for only where one is needed. The plugin forgets the headers of a request whose path has parameters, so they are added. */
function completed(paths: Members, app: AnyElysia, callers: Described["callers"]): Members {
  const isNeeded = callers.withoutKey === null;
  const isPublic = callers.anonymousLegacy !== null;
  const details = new Map(app.routes.map(({ hooks }) => [hooks.detail?.operationId, hooks.detail]));
  const complete = (operation: Members): Members => {
    const { security = [], parameters = [] } = details.get(String(operation["operationId"])) ?? {};
    const schemes = security.filter((scheme: object) => isPublic || Object.keys(scheme).length > 0);
    const all = new Set([...Object.values(Object(operation["parameters"])), ...parameters]);
    return {
      ...operation,
      security: isNeeded ? schemes : [],
      ...(all.size > 0 && { parameters: [...all] }),
    };
  };
  return mapValues(paths, (operations) => mapValues(Object(operations), (one) => complete(Object(one))));
}
