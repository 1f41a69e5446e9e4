/** The page about Auth.js: its program runs as it stands there, by Auth.js's own routes. */
import { expect, test } from "bun:test";
import { freshNumber, wrong } from "../../support/http.ts";
import { ask } from "./ramz.ts";
import { errorOf, ramzOf } from "./ramz-of-page.ts";

const ramz = ramzOf("docs/how-to/auth-js.md");
const SITE = "http://localhost:3000/auth";
const SILENT = { error: () => {}, warn: () => {}, debug: () => {} };

interface Program {
  readonly config: { secret?: string; logger?: typeof SILENT };
  sendCode(request: Request, clientIp: string): Promise<Response>;
  handler(request: Request): Promise<Response>;
}

/** Not a literal in the import: the types that Auth.js refers to bring the browser's globals, which would then hold for every file. */
const PROGRAM: string = "./auth-js.js";

/** The program, loaded with the address of Ramz in its environment. */
async function program(): Promise<Program> {
  const loaded: Program = await ramz.within(() => import(PROGRAM));
  Object.assign(loaded.config, { secret: "a-secret-of-the-site", logger: SILENT });
  return loaded;
}

async function sendCode(to: string): Promise<Response> {
  const request = new Request("http://localhost:3000/api/otp", {
    method: "POST",
    body: JSON.stringify({ to }),
  });
  return (await program()).sendCode(request, "203.0.113.7");
}

/** A browser at the routes of Auth.js: it keeps cookies. */
async function browser() {
  const { handler } = await program();
  const jar = new Map<string, string>();
  const at = async (path: string, init: RequestInit = {}) => {
    const request = new Request(SITE + path, init);
    request.headers.set("cookie", [...jar].map((pair) => pair.join("=")).join("; "));
    request.headers.set("x-auth-return-redirect", "1");
    const answer = await handler(request);
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return JSON.parse(await answer.text());
  };
  return {
    /** Where Auth.js sends the browser after this log-in. */
    async logIn(fields: Readonly<Record<string, string>>): Promise<string> {
      const { csrfToken } = await at("/csrf");
      const body = new URLSearchParams({ csrfToken, callbackUrl: "http://localhost:3000/home", ...fields });
      return (await at("/callback/credentials", { method: "POST", body })).url;
    },
    session: () => at("/session"),
  };
}

const REFUSED = "http://localhost:3000/auth/signin?error=CredentialsSignin&code=";

test("a person is logged in with the code, once, as the number that the proof names", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    const { id: verification } = JSON.parse(await (await sendCode(to)).text());
    const code = await ramz.api.codeFor(to);
    const person = await browser();
    expect(await person.logIn({ verification, code: wrong(code) })).toBe(`${REFUSED}code_incorrect`);
    expect(await person.session()).toBeNull();
    const claimed = { to: "+989120000000", phone_number: "+989120000000" };
    expect(await person.logIn({ verification, code, ...claimed })).toBe("http://localhost:3000/home");
    expect(await person.session()).toMatchObject({ user: { name: to } });
    expect(await (await browser()).logIn({ verification, code })).toBe(`${REFUSED}already_approved`);
  });
});

test("a code for something else logs no one in", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    const started = await ask("/v1/verifications", { to, purpose: "payment" });
    const person = await browser();
    const code = await ramz.api.codeFor(to);
    expect(await person.logIn({ verification: started.id, code })).toBe(`${REFUSED}not_found`);
    expect(await person.session()).toBeNull();
  });
});

test("a refusal goes to the page, and what is no fault of the person to the log", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    await sendCode(to);
    const again = await sendCode(to);
    expect([again.status, await again.json()]).toMatchObject([429, { code: "cooldown" }]);
    expect((await sendCode("+982188888888")).status).toBe(403);
    process.env["RAMZ_KEY"] = "ramz_unknown";
    expect(await errorOf(sendCode(freshNumber()))).toMatchObject({
      message: expect.stringMatching(/^Ramz: unauthorized: /),
    });
    const failed = await (await browser()).logIn({ verification: "ver_x", code: "123456" });
    expect(failed).toBe("http://localhost:3000/auth/error?error=Configuration");
  });
  await ramz.whileSendsFail(async () => {
    expect(await errorOf(sendCode(freshNumber()))).toMatchObject({
      message: expect.stringMatching(/^Ramz: delivery_failed: /),
    });
  });
});
