import { Auth } from "@auth/core";
import { CredentialsSignin } from "@auth/core/errors";
import Credentials from "@auth/core/providers/credentials";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { ask } from "./ramz.ts";

const APP = "shop";
const PURPOSE = "login";
const { RAMZ_URL = "http://127.0.0.1:8000", AUTH_SECRET } = process.env;
const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", RAMZ_URL));

const users = new Map(); // Put your database here.

function userOf(phone) {
  const user = users.get(phone) ?? { id: crypto.randomUUID(), name: phone };
  users.set(phone, user);
  return user;
}

/** `POST /api/otp` with the body {"to": "..."}. Your page keeps the `id` of the answer for the log-in. */
export async function sendCode(request, clientIp) {
  const { to } = await request.json();
  const reply = await ask("/v1/verifications", { to, purpose: PURPOSE, client_ip: clientIp });
  const { status, id, code, detail, retry_after } = reply;
  if (status < 300) return Response.json({ id });
  if (status !== 429 && !code.startsWith("recipient_")) throw failure(reply);
  return Response.json({ code, detail, retry_after }, { status });
}

/** The page of the log-in gets Ramz's word as `code`: code_incorrect, expired, checks_exhausted and so on. */
class Refused extends CredentialsSignin {
  constructor(code) {
    super();
    this.code = code;
  }
}

/** What is no fault of the person: the log has it. */
const failure = ({ code, detail }) => new Error(`Ramz: ${code}: ${detail}`);

/** The number that the person holds. It is in the proof, whatever the form of the browser said. */
async function numberIn(proof) {
  const rules = { algorithms: ["EdDSA"], issuer: "ramz", audience: APP };
  const { payload } = await jwtVerify(proof, keys, rules);
  if (payload.purpose !== PURPOSE) throw new Refused("not_found");
  return payload.phone_number;
}

export const config = {
  secret: AUTH_SECRET,
  trustHost: true,
  session: { strategy: "jwt" },
  providers: [
    Credentials({
      credentials: { verification: {}, code: { label: "Code" } },
      async authorize({ verification, code }) {
        const path = `/v1/verifications/${encodeURIComponent(verification)}/checks`;
        const reply = await ask(path, { code });
        if (reply.status === 200) return userOf(await numberIn(reply.proof));
        if ([400, 404, 409, 410, 422, 429].includes(reply.status)) throw new Refused(reply.code);
        throw failure(reply);
      },
    }),
  ],
};

/** Auth.js's own routes, below /auth. With NextAuth: `NextAuth(config)` instead. */
export const handler = (request) => Auth(request, config);
