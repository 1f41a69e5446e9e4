/** Faults of a simulated vendor: every way an answer can fail. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** An answer with its HTTP status: JSON, or a text as it is. */
export type VendorReply =
  | { readonly httpStatus: number; readonly body: unknown }
  | { readonly httpStatus: number; readonly text: string };

/** A vendor's own code of a refusal: a number at most vendors, a word at some. */
export type VendorCode = number | string;

/** What the vendor does instead of answering normally. Only the kinds that say so send the message. */
export type Behaviour =
  /** The vendor's refusal with this code. The HTTP status is the vendor's own unless given, e.g. 200 with an error inside. */
  | { readonly kind: "refuse"; readonly code: VendorCode; readonly httpStatus?: number }
  /** Any body: invalid JSON, an HTML page, nothing. */
  | { readonly kind: "body"; readonly httpStatus: number; readonly text: string }
  | { readonly kind: "redirect"; readonly location: string }
  /** Reads the request and never answers. */
  | { readonly kind: "hang" }
  /** Reads the request and resets the connection. */
  | { readonly kind: "reset" }
  /** Sends the message, then resets the connection. */
  | { readonly kind: "accept_then_drop" }
  /** Sends the message, then answers half the body and resets the connection. */
  | { readonly kind: "half_body" }
  /** Sends the message, then answers one byte at a time. */
  | { readonly kind: "drip"; readonly intervalMs: number }
  /** Sends the message, then answers after a wait. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** Sends the message, then answers a body made from the normal one. */
  | { readonly kind: "garble"; readonly garbled: (goodBody: string) => string };

/** What the vendor would do. */
export interface Vendor {
  refusal(code: VendorCode): VendorReply;
  /** Processes the request; only the kinds that send call it. */
  answer(): VendorReply;
}

export function applyBehaviour(
  behaviour: Behaviour,
  request: IncomingMessage,
  response: ServerResponse,
  vendor: Vendor,
): void {
  switch (behaviour.kind) {
    case "refuse": {
      const refusal = vendor.refusal(behaviour.code);
      writeReply(response, { ...refusal, httpStatus: behaviour.httpStatus ?? refusal.httpStatus });
      return;
    }
    case "body":
      write(response, behaviour.httpStatus, behaviour.text);
      return;
    case "redirect":
      response.writeHead(302, { location: behaviour.location }).end();
      return;
    case "hang":
      return;
    case "reset":
      request.socket.destroy();
      return;
    case "accept_then_drop":
      vendor.answer();
      request.socket.destroy();
      return;
    case "half_body":
      halfBody(request, response, bodyOf(vendor.answer()));
      return;
    case "drip":
      drip(response, bodyOf(vendor.answer()), behaviour.intervalMs);
      return;
    case "slow": {
      const reply = vendor.answer();
      setTimeout(() => writeReply(response, reply), behaviour.delayMs);
      return;
    }
    case "garble":
      write(response, 200, behaviour.garbled(bodyOf(vendor.answer())));
      return;
  }
}

/** `end` follows the body, e.g. a line break for a reader at a terminal. */
export function writeReply(response: ServerResponse, reply: VendorReply, end = ""): void {
  write(response, reply.httpStatus, bodyOf(reply) + end);
}

function bodyOf(reply: VendorReply): string {
  return "text" in reply ? reply.text : JSON.stringify(reply.body);
}

const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" };

function write(response: ServerResponse, httpStatus: number, body: string): void {
  response.writeHead(httpStatus, JSON_HEADERS).end(body);
}

function halfBody(request: IncomingMessage, response: ServerResponse, body: string): void {
  response.writeHead(200, { ...JSON_HEADERS, "content-length": Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2));
  setTimeout(() => request.socket.destroy(), 10);
}

function drip(response: ServerResponse, body: string, intervalMs: number): void {
  response.writeHead(200, JSON_HEADERS);
  const characters = Array.from(body);
  const timer = setInterval(() => {
    const next = characters.shift();
    if (next === undefined) response.end();
    else response.write(next);
  }, intervalMs);
  response.once("close", () => clearInterval(timer));
}
