/** Every way to send a code and to compare a guess over HTTP, so that a limit is tried on all of them. V5 compares the list with the routes that exist. */
import { type Api, type HeaderList, type Reply, wordOf } from "../support/http.ts";
import { basic, postForm, SERVICE_PATH } from "../support/twilio.ts";
import { createSecrets } from "../../adapters/system/secrets.ts";
import { sealTicket } from "../../app/http/hosted/ticket.ts";
import { SECRET } from "./secret.ts";
import type { Started } from "./stage.ts";

export interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body is a form, and the key a password (Basic). */
  readonly isForm?: true;
}

export const SENDS: Readonly<Record<string, (to: string) => Call>> = {
  "POST /v1/verifications": (to) => ({ path: "/v1/verifications", body: { to } }),
  "POST /api/v1/usr/otp": (to) => ({ path: "/api/v1/usr/otp", body: { phone_number: to } }),
};

/** Sends of codes that the caller made, with a key that has own_code. */
export const CARRIES: Readonly<Record<string, (to: string) => Call>> = {
  "POST /v1/deliveries": (to) => ({ path: "/v1/deliveries", body: { to, code: "493817" } }),
  // The same body again would be answered from memory.
  "POST /hooks/:app/:hook": (to) => ({
    path: "/hooks/shop/own",
    body: { to, code: "493817", request: crypto.randomUUID() },
  }),
};

/** A hook of the app `shop`, as a part of its configuration, that believes the same header as the API. */
export function hookBelieving({ key }: { readonly key: string }): string {
  return `[apps.shop.hooks.own]\nsecrets = ["${key}"]\nauth = "bearer"\nto = "to"\ncode = "code"\n`;
}

/** The address that the hosted page of `shop` returns to. */
export const RETURN_TO = "https://shop.example/after-otp";

/** The hosted page of the app `shop`, as a part of its configuration. */
export const HOSTED_PAGE = `[apps.shop.hosted]\nreturn_to = ["${RETURN_TO}"]\n`;

/** The forms of the hosted page, which needs no key. */
export const HOSTED_SENDS: typeof SENDS = {
  "POST /verify": (to) => ({
    path: "/verify",
    body: { app: "shop", return_to: RETURN_TO, to },
    isForm: true,
  }),
};

export const HOSTED_COMPARES: typeof COMPARES = {
  "POST /verify/code": ({ to, id }, code) => ({
    path: "/verify/code",
    body: { ticket: ticketFor(to, id), code },
    isForm: true,
  }),
};

/** As the page seals it in these tests. */
function ticketFor(to: string, id: string): string {
  const visit = { app: "shop", returnTo: RETURN_TO, state: null, to, id };
  return sealTicket(createSecrets([SECRET]), { ...visit, expiresAt: Number.MAX_SAFE_INTEGER });
}

/** Routes of other vendors' APIs, which say in their own words what came of a call. */
export const COMPAT_SENDS: Readonly<Record<string, (to: string) => Call>> = {
  "POST /compat/prelude/v2/verification": (to) => ({
    path: "/compat/prelude/v2/verification",
    body: { target: { type: "phone_number", value: to } },
  }),
  "POST /compat/twilio/v2/Services/:service/Verifications": (to) => ({
    path: `${SERVICE_PATH}/Verifications`,
    body: { To: to, Channel: "sms" },
    isForm: true,
  }),
};

export const COMPAT_COMPARES: typeof COMPARES = {
  "POST /compat/prelude/v2/verification/check": ({ to }, code) => ({
    path: "/compat/prelude/v2/verification/check",
    body: { target: { type: "phone_number", value: to }, code },
  }),
  "POST /compat/twilio/v2/Services/:service/VerificationCheck": ({ to }, code) => ({
    path: `${SERVICE_PATH}/VerificationCheck`,
    body: { To: to, Code: code },
    isForm: true,
  }),
};

export const COMPARES: Readonly<Record<string, (about: Pick<Started, "to" | "id">, code: string) => Call>> = {
  "POST /v1/verifications/:id/checks": ({ id }, code) => ({
    path: `/v1/verifications/${id}/checks`,
    body: { code },
  }),
  "POST /v1/checks": ({ to }, code) => ({ path: "/v1/checks", body: { to, code } }),
  "POST /api/v1/usr/otp/verify": ({ to }, code) => ({
    path: "/api/v1/usr/otp/verify",
    body: { phone_number: to, code },
  }),
};

/** The route that answers the right code of an approval it gave again, for a minute: with the same answer (decision 29). */
export const REPEATS = "POST /api/v1/usr/otp/verify";

/** Routes that change something and neither send a code nor compare one. */
export const OTHERS: Readonly<Record<string, string>> = {
  "DELETE /v1/verifications/:id": "ends a verification",
  "POST /v1/proofs/redeem": "spends a proof",
  "POST /v1/deliveries/:id/outcome": "says what became of a carried code",
  "POST /compat/twilio/v2/Services/:service/Verifications/:sid":
    "ends a verification, or says what became of a carried code",
};

/** The route for this index: all of them in turn. */
export function sendBy(index: number, to: string): Call {
  return inTurn(SENDS, index)(to);
}

export function compareBy(index: number, about: Pick<Started, "to" | "id">, code: string): Call {
  return inTurn(COMPARES, index)(about, code);
}

function inTurn<T>(routes: Readonly<Record<string, T>>, index: number): T {
  const all = Object.values(routes);
  const one = all[index % all.length];
  if (one === undefined) throw new Error("there must be a route");
  return one;
}

/** One call for every route that compares. */
export function compares(about: Pick<Started, "to" | "id">, code: string): readonly Call[] {
  return Object.values(COMPARES).map((by) => by(about, code));
}

export function ask(api: Api, { path, body, isForm }: Call, headers: HeaderList = {}): Promise<Reply> {
  if (isForm !== true) return api.post(path, body, headers);
  const [, key = ""] = /^Bearer (.+)/.exec(headers["authorization"] ?? "") ?? [];
  return postForm(api, path, body, { ...headers, ...basic(key) });
}

/** Whether a check was approved, in the words of any surface: a refusal may be a 200, too. */
export function isApproved({ status, body, headers }: Reply): boolean {
  const { status: word, verified }: Record<string, unknown> = Object(body);
  if (status === 303) return new URL(headers.get("location") ?? "", RETURN_TO).searchParams.has("proof");
  return status < 300 && (verified === true || word === "approved" || word === "success");
}

/** The result of a request in one word for all surfaces: `done`, or the reason. */
export function resultOf(reply: Reply): string {
  if (reply.status < 300 || reply.status === 303) return "done";
  return reply.headers.get("content-type") === "application/problem+json"
    ? wordOf(reply)
    : `${reply.status} ${reply.text}`;
}

/** The number of guesses that a refusal says are left; null if it does not say. */
export function leftAfter({ body }: Reply): number | null {
  const { checks_left: checks, attempts_remaining: attempts }: Record<string, unknown> = Object(body);
  const left = checks ?? attempts;
  return typeof left === "number" ? left : null;
}

/** Whether the guess was compared: then the refusal counts down. A guess that was not compared is refused with no number or with none left. */
export function wasCompared(reply: Reply, leftBefore: number): boolean {
  return leftAfter(reply) === leftBefore - 1;
}
