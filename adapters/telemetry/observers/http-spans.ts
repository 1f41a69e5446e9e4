/** Span attributes of the HTTP semantic conventions, for requests to Ramz and for calls of vendors. */
import type { Attributes } from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from "@opentelemetry/semantic-conventions";
import { type Redact, REDACTED } from "../../../domain/redaction.ts";

/** Attributes of a request before it is served, without its query and without facts of the end user such as an address. */
export function requestAttributes({ url, method }: Request, route: string): Attributes {
  const parsed = new URL(url);
  return {
    [ATTR_HTTP_REQUEST_METHOD]: method,
    [ATTR_HTTP_ROUTE]: route,
    [ATTR_URL_PATH]: shownPath(parsed.pathname, route),
    [ATTR_URL_SCHEME]: schemeOf(parsed),
    ...serverOf(parsed),
  };
}

/** Attributes of a call of a vendor before it is made, with secrets taken out of its URL. */
export function callAttributes(url: string, { method = "GET" }: RequestInit, redact: Redact): Attributes {
  return { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_URL_FULL]: redact(url), ...serverOf(new URL(url)) };
}

/** Attributes of a response. Statuses from `errorFrom` on are errors. */
export function answerAttributes(status: number, errorFrom: 400 | 500): Attributes {
  return {
    [ATTR_HTTP_RESPONSE_STATUS_CODE]: status,
    ...(status >= errorFrom && { [ATTR_ERROR_TYPE]: String(status) }),
  };
}

/** Attributes of an error without a response: the system's code or the error's class, never its message. */
export function thrownAttributes(thrown: unknown): Attributes {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  const name = thrown instanceof Error ? thrown.name : "_OTHER";
  return { [ATTR_ERROR_TYPE]: typeof code === "string" ? code : name };
}

const ID = /^(ver|dlv)_[\w-]{34}$/;

/** Callers may put numbers and codes where an id belongs, so only what has the form of an id is shown. */
function shownPath(pathname: string, route: string): string {
  const given = pathname.split("/");
  const shown = (part: string, index: number) => (ID.test(given[index] ?? "") ? given[index] : REDACTED);
  return route
    .split("/")
    .map((part, index) => (part.startsWith(":") ? shown(part, index) : part))
    .join("/");
}

function serverOf(url: URL): Attributes {
  const port = url.port === "" ? (schemeOf(url) === "https" ? 443 : 80) : Number(url.port);
  // A URL has an IPv6 address in brackets.
  return { [ATTR_SERVER_ADDRESS]: url.hostname.replace(/^\[|\]$/g, ""), [ATTR_SERVER_PORT]: port };
}

function schemeOf({ protocol }: URL): string {
  return protocol.slice(0, -1);
}
