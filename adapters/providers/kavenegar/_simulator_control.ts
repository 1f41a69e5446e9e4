/** Steers a running simulator over HTTP, so that its bad days can be tried out with curl. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { KavenegarSimulator } from "./_simulator.ts";

const closed = { additionalProperties: false } as const;
const HttpStatus = Type.Integer({ minimum: 200, maximum: 599 });
const Milliseconds = Type.Integer({ minimum: 1, maximum: 60_000 });
const Bare = Type.Union([
  Type.Literal("hang"),
  Type.Literal("reset"),
  Type.Literal("accept_then_drop"),
  Type.Literal("half_body"),
]);

/** As `Behaviour`, less what JSON cannot say. */
const BehaviourBody = Type.Union([
  Type.Object(
    {
      kind: Type.Literal("refuse"),
      code: Type.Integer({ minimum: 201, maximum: 999 }),
      httpStatus: Type.Optional(HttpStatus),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal("body"), httpStatus: HttpStatus, text: Type.String() }, closed),
  Type.Object({ kind: Type.Literal("redirect"), location: Type.String() }, closed),
  Type.Object({ kind: Bare }, closed),
  Type.Object({ kind: Type.Literal("drip"), intervalMs: Milliseconds }, closed),
  Type.Object({ kind: Type.Literal("slow"), delayMs: Milliseconds }, closed),
]);

const Order = Type.Object(
  {
    method: Type.String({ pattern: "^(\\*|[a-z]+/[a-z]+)$" }),
    behaviour: BehaviourBody,
    times: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);

const EXAMPLE = '{"method": "verify/lookup", "behaviour": {"kind": "refuse", "code": 424}, "times": 1}';

/** Answers `/_control/…`: `POST behave`, `POST reset`, `GET outbox`. */
export async function control(
  request: IncomingMessage,
  response: ServerResponse,
  simulator: KavenegarSimulator,
): Promise<void> {
  const body = await bodyOf(request);
  switch (`${request.method} ${request.url}`) {
    case "POST /_control/behave":
      if (!Value.Check(Order, body))
        return answer(response, 400, { error: `Send an order such as ${EXAMPLE}.` });
      simulator.behave(body.method, body.behaviour, body.times);
      return answer(response, 200, { ordered: body });
    case "POST /_control/reset":
      simulator.reset();
      return answer(response, 200, { reset: true });
    case "GET /_control/outbox":
      return answer(response, 200, simulator.outbox);
    default:
      return answer(response, 404, {
        error: "There are POST /_control/behave, POST /_control/reset and GET /_control/outbox.",
      });
  }
}

/** The JSON value of the body, or null. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return null;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8" })
    .end(`${JSON.stringify(body)}\n`);
}
