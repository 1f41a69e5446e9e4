/** Where vendors report what became of messages. A caller without the secret of an address learns nothing: it is an unknown path. */
import type { Callback } from "../../../domain/delivery/receipt.ts";
import { type ReceiptDoor, type ReceiptService } from "../../service/receipt-service.ts";
import { RECEIPTS_PATH, type Service } from "../../service/service.ts";
import { failureOf, failureProblem } from "../problems/failure.ts";
import { ProblemError } from "../problems/problem.ts";
import { noSuchPath } from "../problems/reasons.ts";
import { type RequestContext } from "../request/context.ts";
import { openSurface } from "../request/surface.ts";
import { readText } from "../request/text-body.ts";

/** Vendors report many messages in one call; more than this is no receipt. */
const BODY_LIMIT_BYTES = 65_536;

export function receiptRoutes(service: Service, receipts: ReceiptService) {
  const { routes } = openSurface(service, { prefix: RECEIPTS_PATH, refuse: failureProblem, browsers: false });
  const unknownPath = () => new ProblemError("not_found", { detail: noSuchPath(service.inbox !== null) });

  async function serve(context: RequestContext, slug: string, secret: string): Promise<Response> {
    const door = receipts.door(slug, secret);
    if (door === null) throw unknownPath();
    return service.request(
      { span: "otp.receipt", route: context.route },
      context.request,
      async (traceId) => {
        context.traceId = traceId;
        try {
          return await answer(service, door, context.request, unknownPath);
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          return failureProblem(failureOf(error), { language: context.language, traceId });
        }
      },
    );
  }

  return routes
    .get(
      "/:provider/:secret",
      ({ context, params }) => serve(context, params.provider, params.secret),
      HIDDEN,
    )
    .post(
      "/:provider/:secret",
      ({ context, params }) => serve(context, params.provider, params.secret),
      HIDDEN,
    );
}

/** It is for vendors, and each has a shape of its own. */
const HIDDEN = { detail: { hide: true } };

async function answer(
  { now }: Service,
  door: ReceiptDoor,
  request: Request,
  unknownPath: () => ProblemError,
): Promise<Response> {
  const body = await readText(request, BODY_LIMIT_BYTES);
  const verdict = await door.take(callbackOf(request, body, door.url, now()));
  switch (verdict.kind) {
    case "refused":
      throw unknownPath();
    case "challenge":
      return new Response(verdict.answer, { headers: { "content-type": "text/plain; charset=utf-8" } });
    case "taken":
      return new Response(null, { status: 200 });
  }
}

function callbackOf(request: Request, body: string, url: string | null, at: number): Callback {
  const { search } = new URL(request.url);
  return {
    method: request.method === "GET" ? "GET" : "POST",
    url: url === null ? null : url + search,
    query: search.slice(1),
    headers: Object.fromEntries(request.headers),
    body,
    at,
  };
}
