/** The page about Passport: its program behind Node's HTTP server, with `body` and `ip` where Express puts them. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createServer } from "node:http";
import { type Api, apiAt, freshNumber, wrong } from "../../support/http.ts";
import { listening } from "../../support/ports.ts";
import { logIn, sendCode } from "./passport.ts";
import { ramzOf } from "./ramz-of-page.ts";

const ramz = ramzOf("docs/how-to/passport.md");

const application = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const posted = Object.assign(request, { body: JSON.parse(text), ip: "203.0.113.7" });
  // As Express answers an error.
  const next = (error: unknown) => response.writeHead(500).end(String(error));
  if (request.url === "/login") logIn(posted, response, next);
  else await sendCode(posted, response, next);
});
let site: Api;
beforeAll(async () => {
  site = apiAt(`http://127.0.0.1:${await listening(application)}`);
});
afterAll(() => void application.close());

test("a person is logged in with the code, once", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    expect(await site.post("/login/code", { to })).toMatchObject({ status: 200, body: { to } });
    const code = await ramz.api.codeFor(to);
    expect(await site.post("/login", { to, code: wrong(code) })).toMatchObject({
      status: 422,
      body: { code: "code_incorrect" },
    });
    expect(await site.post("/login", { to: to.replace("+98", "0"), code })).toMatchObject({
      status: 200,
      body: { phone: to },
    });
    expect(await site.post("/login", { to, code })).toMatchObject({ status: 409 });
  });
});

test("a refusal goes to the person, and what is no fault of theirs to the error handler", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    await site.post("/login/code", { to });
    expect(await site.post("/login/code", { to })).toMatchObject({ status: 429, body: { code: "cooldown" } });
    expect((await site.post("/login/code", { to: "02188888888" })).status).toBe(403);
    expect((await site.post("/login", { to, code: "1" })).status).toBe(400);
    process.env["RAMZ_KEY"] = "ramz_unknown";
    for (const path of ["/login/code", "/login"]) {
      const { status, text } = await site.post(path, { to, code: "123456" });
      expect([status, text]).toEqual([500, expect.stringMatching(/^Error: Ramz: unauthorized: /)]);
    }
  });
  await ramz.whileSendsFail(async () => {
    expect((await site.post("/login/code", { to: freshNumber() })).text).toContain("delivery_failed");
  });
});
