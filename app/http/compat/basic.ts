/** `Authorization: Basic` (RFC 7617) whose password is the key of an app. The user is whatever the vendor's client has there. */
import type { Scheme } from "../request/authenticate.ts";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/** The credentials of a header, split at its first colon; null when it has none. */
export function readBasic(authorization: string | null): Credentials | null {
  const encoded = BASIC.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return colon === -1 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

export const BY_PASSWORD: Scheme = {
  challenge: 'Basic realm="ramz"',
  detail: {
    en: "Use the key of your app as the auth token or API key secret (Basic authentication; the user name may be any). Missing and unknown keys get the same response.",
    fa: "کلید برنامهٔ خود را به‌جای auth token یا API key secret به کار ببرید (احراز هویت Basic؛ نام کاربری هر چه باشد). پاسخ درخواست بدون کلید و درخواست با کلید ناشناخته یکسان است.",
  },
  keyIn: (authorization) => readBasic(authorization)?.password ?? null,
};
