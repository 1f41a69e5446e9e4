/** Controls a running simulator over HTTP, so that its faults can be tried with curl. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { METHODS } from "./vendor-api.ts";
import type { KavenegarSimulator } from "./api.ts";

const closed = { additionalProperties: false } as const;
const HttpStatus = Type.Integer({ minimum: 200, maximum: 599 });
const Milliseconds = Type.Integer({ minimum: 1, maximum: 60_000 });
const bare = <K extends string>(kind: K) => Type.Object({ kind: Type.Literal(kind) }, closed);

/** `Behaviour` by kind, without the kind that JSON cannot express. */
const KINDS = {
  refuse: Type.Object(
    {
      kind: Type.Literal("refuse"),
      code: Type.Integer({ minimum: 201, maximum: 999 }),
      httpStatus: Type.Optional(HttpStatus),
    },
    closed,
  ),
  body: Type.Object({ kind: Type.Literal("body"), httpStatus: HttpStatus, text: Type.String() }, closed),
  redirect: Type.Object({ kind: Type.Literal("redirect"), location: Type.String() }, closed),
  hang: bare("hang"),
  reset: bare("reset"),
  accept_then_drop: bare("accept_then_drop"),
  half_body: bare("half_body"),
  drip: Type.Object({ kind: Type.Literal("drip"), intervalMs: Milliseconds }, closed),
  slow: Type.Object({ kind: Type.Literal("slow"), delayMs: Milliseconds }, closed),
};

const Order = Type.Object(
  {
    method: Type.Union([...METHODS, "*"].map((method) => Type.Literal(method))),
    behaviour: Type.Union(Object.values(KINDS)),
    times: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);

const InboundText = Type.Object({ from: Type.String(), line: Type.String(), text: Type.String() }, closed);

const INBOUND_EXAMPLE = '{"from": "09121234567", "line": "10008663", "text": "1"}';
const EXAMPLE = '{"method": "verify/lookup", "behaviour": {"kind": "refuse", "code": 424}, "times": 1}';

/** Answers `/_control/…`: `POST behave`, `POST inbound`, `POST reset`, `GET outbox`. */
export async function control(
  request: IncomingMessage,
  response: ServerResponse,
  simulator: KavenegarSimulator,
): Promise<void> {
  const body = await bodyOf(request);
  switch (`${request.method} ${request.url}`) {
    case "POST /_control/behave":
      if (!Value.Check(Order, body))
        return answer(response, 400, { error: `${mistakeIn(body)}Send an order like ${EXAMPLE}.` });
      simulator.behave(body.method, body.behaviour, body.times);
      return answer(response, 200, { ordered: body });
    case "POST /_control/inbound":
      if (!Value.Check(InboundText, body))
        return answer(response, 400, { error: `Send a text like ${INBOUND_EXAMPLE}.` });
      simulator.receive(body);
      return answer(response, 200, { received: body });
    case "POST /_control/reset":
      simulator.reset();
      return answer(response, 200, { reset: true });
    case "GET /_control/outbox":
      return answer(response, 200, simulator.outbox);
    default:
      return answer(response, 404, {
        error:
          "Available: POST /_control/behave, POST /_control/inbound, POST /_control/reset and GET /_control/outbox.",
      });
  }
}

/** The mistake in an order, as a sentence; empty when the body is not an object. */
function mistakeIn(body: unknown): string {
  if (!isRecord(body)) return "";
  const { method, behaviour } = body;
  if (!Value.Check(Order.properties.method, method))
    return `method: ${shown(method)} is unknown. Known are ${METHODS.join(", ")} and *. `;
  const kind = isRecord(behaviour) ? behaviour["kind"] : undefined;
  const schema = Object.entries(KINDS).find(([name]) => name === kind)?.[1];
  if (schema === undefined)
    return `behaviour.kind: ${shown(kind)} is unknown. Known are ${Object.keys(KINDS).join(", ")}. `;
  const wrong = Value.Errors(Type.Object({ ...Order.properties, behaviour: schema }, closed), body).First();
  return wrong === undefined
    ? ""
    : `${wrong.path.slice(1).replaceAll("/", ".")}: ${shown(wrong.value)} is not valid. `;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
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
