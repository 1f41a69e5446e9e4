/** Controls a running simulator over HTTP, so that its faults can be tried with curl. */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { Simulator } from "./api.ts";
import type { VendorReply } from "./behaviour.ts";
import type { ReceivedRequest, VendorProtocol } from "./vendor.ts";

const closed = { additionalProperties: false } as const;
const HttpStatus = Type.Integer({ minimum: 200, maximum: 599 });
const Milliseconds = Type.Integer({ minimum: 1, maximum: 60_000 });
const bare = <K extends string>(kind: K) => Type.Object({ kind: Type.Literal(kind) }, closed);

const Refusal = Type.Object(
  {
    kind: Type.Literal("refuse"),
    code: Type.Union([Type.Integer(), Type.String()]),
    httpStatus: Type.Optional(HttpStatus),
  },
  closed,
);

/** `Behaviour` by kind, without the kind that JSON cannot express. */
const KINDS = {
  refuse: Refusal,
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
    method: Type.String(),
    behaviour: Type.Union(Object.values(KINDS)),
    times: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);

type Words = Pick<VendorProtocol<never, never>, "methods" | "codes" | "example">;

/** Answers `/_control/…`: `POST behave`, `POST reset`, `GET outbox`, and `POST` for each of the vendor's own orders. */
export function control(
  { verb, url, body: text }: ReceivedRequest,
  simulator: Simulator,
  words: Words,
  orders: Readonly<Record<string, Own>>,
): VendorReply {
  const name = url.pathname.slice("/_control/".length);
  const asked = `${verb} ${name}`;
  if (asked === "POST behave") return behave(jsonOf(text), simulator, words);
  if (asked === "POST reset") {
    simulator.reset();
    return { httpStatus: 200, body: { reset: true } };
  }
  if (asked === "GET outbox") return { httpStatus: 200, body: simulator.outbox };
  const own = verb === "POST" && Object.hasOwn(orders, name) ? orders[name] : undefined;
  if (own === undefined) return problem(404, available(Object.keys(orders)));
  const done = own.run(jsonOf(text));
  return done === null ? problem(400, `Send an order like ${own.example}.`) : { httpStatus: 200, body: done };
}

/** An order of the vendor's own, for the vendor that runs now. */
export interface Own {
  readonly example: string;
  readonly run: (body: unknown) => object | null;
}

function behave(body: unknown, simulator: Simulator, words: Words): VendorReply {
  const mistake = mistakeIn(body, words);
  if (mistake !== null || !Value.Check(Order, body))
    return problem(400, `${mistake ?? ""}Send an order like ${words.example}.`);
  simulator.behave(body.method, body.behaviour, body.times);
  return { httpStatus: 200, body: { ordered: body } };
}

/** The mistake in an order, as a sentence that a space follows; empty when the body is not an object, null when there is none. */
function mistakeIn(body: unknown, { methods, codes }: Words): string | null {
  if (!isRecord(body)) return "";
  const { method, behaviour } = body;
  if (method !== "*" && !methods.some((known) => known === method))
    return `method: ${shown(method)} is unknown. Known are ${methods.join(", ")} and *. `;
  const kind = isRecord(behaviour) ? behaviour["kind"] : undefined;
  const schema = Object.entries(KINDS).find(([name]) => name === kind)?.[1];
  if (schema === undefined)
    return `behaviour.kind: ${shown(kind)} is unknown. Known are ${Object.keys(KINDS).join(", ")}. `;
  const own = schema === Refusal ? Type.Object({ ...Refusal.properties, code: codes }, closed) : schema;
  const wrong = Value.Errors(Type.Object({ ...Order.properties, behaviour: own }, closed), body).First();
  if (wrong === undefined) return null;
  return `${wrong.path.slice(1).replaceAll("/", ".")}: ${shown(wrong.value)} is not valid. `;
}

function available(own: readonly string[]): string {
  const posts = ["behave", ...own].map((name) => `POST /_control/${name}`);
  return `Available: ${posts.join(", ")}, POST /_control/reset and GET /_control/outbox.`;
}

function problem(httpStatus: number, error: string): VendorReply {
  return { httpStatus, body: { error } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** The JSON value of a body, or null. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
