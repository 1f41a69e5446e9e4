/** `/embed.js`: one file for pages of products, the same for every app. */
import { join } from "node:path";
import type { Service } from "../../../service/service.ts";
import { type Assets, hashOf } from "../../pages/assets.ts";
import { failureProblem } from "../../problems/failure.ts";
import { openSurface } from "../../request/surface.ts";
import { describeHosted } from "../../schemas/hosted-docs.ts";

const ENTRY = join(import.meta.dir, "../browser/embed.ts");

/** Short, because its address never changes: after an upgrade browsers ask for it again within minutes. */
const KEPT = "public, max-age=300";

export function embedRoutes(service: Service, assets: Assets) {
  const { routes } = openSurface(service, { prefix: "/embed.js", refuse: failureProblem, browsers: false });
  return routes.get(
    "",
    async ({ context: { request } }) => {
      const text = await assets.program(ENTRY);
      const headers = { ...HEADERS, etag: `"${hashOf(text)}"` };
      const known = request.headers.get("if-none-match")?.split(",") ?? [];
      const isKnown = known.some((tag) => tag.trim().replace(/^W\//, "") === headers.etag);
      return isKnown ? new Response(null, { status: 304, headers }) : new Response(text, { headers });
    },
    { detail: describeHosted.embed },
  );
}

/** Pages of every origin may load it; what it may show them is decided by the page in the frame. */
const HEADERS = {
  "content-type": "text/javascript; charset=utf-8",
  "cache-control": KEPT,
  "cross-origin-resource-policy": "cross-origin",
  "access-control-allow-origin": "*",
  "x-content-type-options": "nosniff",
} as const;
