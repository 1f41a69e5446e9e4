/** Every operation that needs a key, as a call that would go well; and those that send, for any number. */
import { TWILIO_PREFIX } from "../../../../app/http/compat/twilio/reply-context.ts";
import { type Api, freshNumber, type HeaderList, type Reply } from "../../../support/http.ts";
import { basic, FORM_TYPE as FORM, postForm, SERVICE_PATH } from "../../../support/twilio.ts";
import type { Ground } from "./ground.ts";

export interface Call {
  readonly name: string;
  readonly path: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly type: string;
  readonly body?: string;
  /** A key without the scope it needs. */
  readonly misfit: "reader" | "sender";
}

const JSON_TYPE = "application/json";
const FORM_TYPE = FORM["content-type"];

const post = (path: string, body: object, misfit: Call["misfit"]): Call => ({
  name: `POST ${path}`,
  path,
  method: "POST",
  type: JSON_TYPE,
  body: JSON.stringify(body),
  misfit,
});
const form = (path: string, body: Readonly<Record<string, string>>, misfit: Call["misfit"]): Call => ({
  ...post(path, {}, misfit),
  type: FORM_TYPE,
  body: new URLSearchParams(body).toString(),
});
const other = (method: "GET" | "DELETE", path: string, misfit: Call["misfit"]): Call => ({
  name: `${method} ${path}`,
  path,
  method,
  type: JSON_TYPE,
  misfit,
});

/** What a ground has, to be called about. */
export interface Subjects {
  readonly verification: string;
  readonly delivery: string;
  readonly proof: string;
  readonly sid: string;
}

export function callsAbout({ verification, delivery, proof, sid }: Subjects): readonly Call[] {
  const [to, code] = [freshNumber(), "123456"];
  const target = { type: "phone_number", value: to };
  return [
    post("/v1/verifications", { to }, "reader"),
    other("GET", `/v1/verifications/${verification}`, "sender"),
    other("DELETE", `/v1/verifications/${verification}`, "reader"),
    post(`/v1/verifications/${verification}/checks`, { code }, "reader"),
    post("/v1/checks", { to, code }, "reader"),
    post("/v1/proofs/redeem", { proof }, "reader"),
    post("/v1/deliveries", { to, code }, "reader"),
    other("GET", `/v1/deliveries/${delivery}`, "sender"),
    post(`/v1/deliveries/${delivery}/outcome`, { used: true }, "reader"),
    post("/api/v1/usr/otp", { phone_number: to }, "reader"),
    post("/api/v1/usr/otp/verify", { phone_number: to, code }, "reader"),
    post("/compat/prelude/v2/verification", { target }, "reader"),
    post("/compat/prelude/v2/verification/check", { target, code }, "reader"),
    other("GET", SERVICE_PATH, "sender"),
    form(`${SERVICE_PATH}/Verifications`, { To: to, Channel: "sms" }, "reader"),
    other("GET", `${SERVICE_PATH}/Verifications/${sid}`, "sender"),
    form(`${SERVICE_PATH}/Verifications/${sid}`, { Status: "canceled" }, "reader"),
    form(`${SERVICE_PATH}/VerificationCheck`, { To: to, Code: code }, "reader"),
  ];
}

export function make(
  ground: Ground,
  call: Call,
  as: keyof Ground["keys"] | null = "full",
  changed: { readonly type?: string; readonly body?: string } = {},
): Promise<Reply> {
  const { path, method, type, body } = { ...call, ...changed };
  const key = as === null ? "" : ground.keys[as];
  const sent = path.startsWith(TWILIO_PREFIX) ? basic(key) : { authorization: `Bearer ${key}` };
  const init = {
    method,
    headers: { ...(as !== null && sent), "content-type": type },
    ...(body !== undefined && { body }),
  };
  return ground.withoutKey.request(path, init);
}

/** A call that sends. Each is made twice under one Idempotency-Key, so that repeated answers are seen, too. */
export type Send = (ground: Ground, to: string, further?: object) => Promise<Reply>;

let keysMade = 0;
async function twice(call: (headers: HeaderList) => Promise<Reply>): Promise<Reply> {
  const headers = { "idempotency-key": `contract-${(keysMade += 1)}` };
  const first = await call(headers);
  await call(headers);
  return first;
}

const postTwice = (api: Api, path: string, body: object) => twice((headers) => api.post(path, body, headers));

export const startVerification: Send = ({ api }, to, further = {}) =>
  postTwice(api, "/v1/verifications", { to, ...further });
export const createDelivery: Send = ({ api }, to, further = {}) =>
  postTwice(api, "/v1/deliveries", { to, code: "493817", ...further });
export const legacyStart: Send = ({ api }, to) => postTwice(api, "/api/v1/usr/otp", { phone_number: to });
export const preludeStart: Send = ({ api }, to, further = {}) =>
  postTwice(api, "/compat/prelude/v2/verification", {
    target: { type: "phone_number", value: to },
    ...further,
  });
export const twilioCreate: Send = (ground, to, further = {}) =>
  twice((headers) => twilioForm(ground, "Verifications", { To: to, Channel: "sms", ...further }, headers));

export function twilioForm(
  { withoutKey, keys }: Ground,
  path: string,
  fields: Readonly<Record<string, unknown>>,
  further: HeaderList = {},
): Promise<Reply> {
  return postForm(withoutKey, `${SERVICE_PATH}/${path}`, fields, { ...basic(keys.full), ...further });
}

export const SENDS: readonly Send[] = [
  startVerification,
  createDelivery,
  legacyStart,
  preludeStart,
  twilioCreate,
];
