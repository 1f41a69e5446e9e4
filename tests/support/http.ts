/** A small HTTP client for tests: every reply is read whole, and its body is believed only once it has the right shape. */
import { FormatRegistry, type Static } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { connect } from "node:net";
import { DeliveryReply } from "../../app/http/schemas/deliveries.ts";
import { ProblemReply } from "../../app/http/schemas/problems.ts";
import { ApprovedReply, VerificationReply } from "../../app/http/schemas/verifications.ts";

FormatRegistry.Set("date-time", (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text));

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON value of the body; undefined when it is not JSON. */
  readonly body: unknown;
}

export type HeaderList = Readonly<Record<string, string>>;

export interface Api {
  readonly url: string;
  /** Sends exactly this; a stream as body goes out chunked, without a length. */
  request(path: string, init: RequestInit): Promise<Reply>;
  get(path: string, headers?: HeaderList): Promise<Reply>;
  post(path: string, body: unknown, headers?: HeaderList): Promise<Reply>;
  del(path: string, headers?: HeaderList): Promise<Reply>;
  /** The newest code sent to this number, from the development inbox. */
  codeFor(to: string): Promise<string>;
}

export const JSON_TYPE = { "content-type": "application/json" };

/** `always` holds for every request, unless the request says otherwise. `send` is how requests get there. */
export function apiAt(
  url: string,
  always: RequestInit = {},
  send: (url: string, init: RequestInit) => Promise<Response> = fetch,
): Api {
  const request = async (path: string, init: RequestInit): Promise<Reply> => {
    const response = await send(url + path, { redirect: "manual", ...always, ...init });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
    const body: unknown = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, body };
  };
  const get: Api["get"] = (path, headers = {}) => request(path, { headers });
  return {
    url,
    request,
    get,
    post: (path, body, headers = {}) =>
      request(path, { method: "POST", headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) }),
    del: (path, headers = {}) => request(path, { method: "DELETE", headers }),
    async codeFor(to) {
      const { body } = await get(`/dev/messages?to=${encodeURIComponent(to)}`);
      return field(Array.isArray(body) ? body[0] : undefined, "code");
    },
  };
}

/** Sends these bytes to a port and gives what comes back until the other side closes; for what `fetch` would never send. */
export function rawHttp(port: number, request: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = "";
  const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(Buffer.from(request, "latin1")));
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
  socket.on("error", reject).on("close", () => resolve(answer));
  return promise;
}

/** The verification in a reply, with the proof of an approved check; throws when it is not as documented. */
export function verificationIn({
  body,
  text,
}: Pick<Reply, "body" | "text">): Static<typeof VerificationReply> & { readonly proof?: string } {
  if (!Value.Check(VerificationReply, body) && !Value.Check(ApprovedReply, body))
    throw new Error(`no verification: ${text}`);
  return body;
}

/** The delivery in a reply; throws when it is not as documented. */
export function deliveryIn({ body, text }: Pick<Reply, "body" | "text">): Static<typeof DeliveryReply> {
  if (!Value.Check(DeliveryReply, body)) throw new Error(`no delivery: ${text}`);
  return body;
}

/** The problem in a reply; throws when it is not as documented. */
export function problemIn({ body, text, headers }: Reply): Static<typeof ProblemReply> {
  const type = headers.get("content-type");
  if (type !== "application/problem+json" || !Value.Check(ProblemReply, body))
    throw new Error(`no problem, content type ${type}: ${text}`);
  return body;
}

/** A text member of a JSON object. */
export function field(body: unknown, name: string): string {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== "string") throw new Error(`no text "${name}" in ${JSON.stringify(body)}`);
  return value;
}

/** Status and code of a problem in one word, e.g. `429 cooldown`; `200` alone for a success. */
export function wordOf(reply: Reply): string {
  return reply.status < 400 ? String(reply.status) : `${reply.status} ${problemIn(reply).code}`;
}

let numbers = 0;

/** An Iranian mobile number that no other test uses, in canonical form. */
export function freshNumber(): string {
  numbers += 1;
  return `+98912${String(numbers).padStart(7, "0")}`;
}

/** A well-formed code that is certainly not `code`; another one for every `step` from 1. */
export function wrong(code: string, step = 1): string {
  return String((Number(code) + step) % 10 ** code.length).padStart(code.length, "0");
}

const POLL_MS = 10;

/** Waits until `read` gives something that fits; throws with the last value when it never does. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  fits: (value: T) => boolean,
  withinMs = 5_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`still ${JSON.stringify(value)} after ${withinMs} ms`);
    await Bun.sleep(POLL_MS);
  }
}
