/** The page about SuperTokens: its program by SuperTokens' own routes. A stand-in makes the codes in place of SuperTokens' core, which is a Java server. */
import { afterAll, expect, test } from "bun:test";
import { CollectingResponse, middleware, PreParsedRequest } from "supertokens-node/framework/custom";
import Passwordless from "supertokens-node/recipe/passwordless";
import { withProcessEnv } from "../../support/process-env.ts";
import { freshNumber } from "../../support/http.ts";
import { errorOf, ramzOf } from "./ramz-of-page.ts";

const ramz = ramzOf("docs/how-to/supertokens.md");
const CODE = "482913";

/** What the core answers while a code is made for a number without an account. */
const CORE: Readonly<Record<string, object>> = {
  "/apiversion": { versions: ["5.4"] },
  "/public/users/by-accountinfo": { status: "OK", users: [] },
  "/public/recipe/multitenancy/tenant/v2": { status: "OK" },
  "/public/recipe/signinup/code": {
    status: "OK",
    preAuthSessionId: "a-session",
    codeId: "a-code",
    deviceId: "a-device",
    userInputCode: CODE,
    linkCode: "a-link",
    codeLifetime: 900_000,
    timeCreated: 1_795_831_701_000,
  },
};
const core = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: ({ url }) => Response.json(CORE[new URL(url).pathname] ?? {}),
});
afterAll(() => core.stop(true));

/** The program reads the core's address when it is loaded. */
await withProcessEnv({ SUPERTOKENS_URL: core.url.origin }, () => import("./supertokens.ts"));

/** What SuperTokens' route for a new code does: its answer, or the error it leaves to the framework. */
async function askForCode(phoneNumber: string) {
  const request = new PreParsedRequest({
    method: "post",
    url: "http://localhost:3001/auth/signinup/code",
    query: {},
    headers: new Headers({ "content-type": "application/json", "x-real-ip": "203.0.113.7" }),
    cookies: {},
    getFormBody: async () => ({}),
    getJSONBody: async () => ({ phoneNumber }),
  });
  const response = new CollectingResponse();
  const { error } = await middleware(() => request)(request, response);
  return error === undefined ? JSON.parse(response.body ?? "null") : { error: String(error) };
}

test("the code of SuperTokens' core reaches the phone, with its life", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    expect(await askForCode(to)).toMatchObject({ status: "OK", flowType: "USER_INPUT_CODE" });
    const { body } = await ramz.api.get(`/dev/messages?to=${encodeURIComponent(to)}`);
    expect(body).toEqual([expect.objectContaining({ to, code: CODE })]);
    // It was sent a moment after it was accepted.
    expect(Math.round(lifeOf(body) / 10_000)).toBe(90);
  });
});

test("a refusal is the error that SuperTokens' pages show", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    await askForCode(to);
    const message = "A code was just sent to this number. Try again in 30 s.";
    expect(await askForCode(to)).toEqual({ status: "GENERAL_ERROR", message });
    expect(await askForCode("+982188888888")).toMatchObject({ status: "GENERAL_ERROR" });
  });
});

test("what is no fault of the person, and a link, are errors", async () => {
  await ramz.whileSendsFail(async () => {
    expect(await askForCode(freshNumber())).toEqual({
      error: expect.stringMatching(/^Error: Ramz: delivery_failed: /),
    });
  });
  const link = Passwordless.sendSms({
    type: "PASSWORDLESS_LOGIN",
    phoneNumber: freshNumber(),
    urlWithLinkCode: "http://localhost:3000/auth/verify?preAuthSessionId=a-session",
    codeLifetime: 900_000,
    preAuthSessionId: "a-session",
    isFirstFactor: true,
    tenantId: "public",
  });
  expect(await errorOf(link)).toMatchObject({ message: expect.stringContaining("USER_INPUT_CODE") });
});

/** Milliseconds between the two times of the only message in the inbox. */
function lifeOf(body: unknown): number {
  const text = JSON.stringify(body);
  const at = (name: string) => Date.parse(new RegExp(`"${name}":"([^"]+)"`).exec(text)?.[1] ?? "");
  return at("expires_at") - at("sent_at");
}
