import type { IncomingMessage, ServerResponse } from "node:http";
import passport from "passport";
import { Strategy } from "passport-custom";
import { ask, type Reply } from "./ramz.ts";

/** With `body` from express.json(), and `ip` from Express. */
type Request = IncomingMessage & { readonly body?: Record<string, unknown>; readonly ip?: string };
type Next = (error: unknown) => void;

const users = new Map<string, { readonly phone: string }>(); // Put your database here.

function userOf(phone: string): { readonly phone: string } {
  const user = users.get(phone) ?? { phone };
  users.set(phone, user);
  return user;
}

/** What is no fault of the person is an error, for the error handler of your application. */
const failure = ({ code, detail }: Reply): Error => new Error(`Ramz: ${code}: ${detail}`);

passport.use(
  "ramz",
  new Strategy(async (request, done) => {
    try {
      const { to, code } = request.body;
      const reply = await ask("/v1/checks", { to: String(to), code: String(code), purpose: "login" });
      if (reply.status === 200) done(null, userOf(reply.to));
      else if ([400, 404, 409, 410, 422, 429].includes(reply.status)) done(null, false, reply);
      else done(failure(reply));
    } catch (error) {
      done(error);
    }
  }),
);

/** `POST /login/code` with the body {"to": "..."}. */
export async function sendCode({ body, ip }: Request, response: ServerResponse, next: Next): Promise<void> {
  try {
    const start = { to: String(body?.["to"]), purpose: "login", client_ip: ip };
    const reply = await ask("/v1/verifications", start);
    if (reply.status < 300) answer(response, 200, { to: reply.to });
    else if (reply.status === 429 || reply.code.startsWith("recipient_")) refuse(response, reply);
    else next(failure(reply));
  } catch (error) {
    next(error);
  }
}

/** `POST /login` with the body {"to": "...", "code": "..."}. */
export function logIn(request: Request, response: ServerResponse, next: Next): void {
  const end = (error: unknown, user: object | false, refusal: Reply) => {
    if (error) next(error);
    else if (user) answer(response, 200, user);
    else refuse(response, refusal);
  };
  passport.authenticate("ramz", { session: false }, end)(request, response, next);
}

function refuse(response: ServerResponse, { status, code, detail, retry_after }: Reply): void {
  answer(response, status, { code, detail, retry_after });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
