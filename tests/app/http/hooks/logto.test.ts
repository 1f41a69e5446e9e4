/** Logto's own connector, from npm and unmodified, against a running Ramz. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import createConnector from "@logto/connector-http-sms";
import { field, freshNumber } from "../../../support/http.ts";
import { CODE, SECRET, type ServedHooks, serveHooks } from "./serving-hooks.ts";

let hooks: ServedHooks;
beforeAll(async () => {
  hooks = await serveHooks();
});
afterAll(() => hooks[Symbol.asyncDispose]());

type Message = Omit<Parameters<Awaited<ReturnType<typeof createConnector>>["sendMessage"]>[0], "to">;

const SIGN_IN: Message = { type: "SignIn", payload: { code: CODE, locale: "en" }, ip: "203.0.113.7" };

async function send(to: string, message: Message = SIGN_IN, authorization = `Bearer ${SECRET}`) {
  const settings = { endpoint: `${hooks.api.url}/hooks/shop/logto`, authorization };
  const { sendMessage } = await createConnector({ getConfig: async () => settings });
  return sendMessage({ to, ...message });
}

/** The message of the error that Logto logs and answers its own callers with. */
async function errorOf(sending: Promise<unknown>): Promise<string> {
  try {
    await sending;
    return "none";
  } catch (error) {
    return field(Object(error).data, "message");
  }
}

const sentTo = (to: string) => hooks.sent.filter(({ recipient }) => recipient === to);

test("a code is carried, with or without a plus sign before its number", async () => {
  const [a, b] = [freshNumber(), freshNumber()];
  await send(a);
  await send(b.slice(1));
  expect(sentTo(a)).toMatchObject([{ code: CODE, locale: "en" }]);
  expect(sentTo(b)).toMatchObject([{ code: CODE }]);
});

test("a refusal rejects with the sentence of Ramz", async () => {
  const to = freshNumber();
  await send(to);
  const error = await errorOf(send(to, { ...SIGN_IN, payload: { code: "771904" } }));
  expect(error).toMatch(/^[A-Z][^{}<>]* \d+ s.*\.$/);
  expect(error).not.toContain("771904");
  expect(sentTo(to)).toHaveLength(1);
});

test("a message with a link alone is refused without a send", async () => {
  const to = freshNumber();
  const invitation = { type: "OrganizationInvitation", payload: { link: "https://shop.example/482913" } };
  expect(await errorOf(send(to, invitation))).toContain("no code");
  expect(sentTo(to)).toEqual([]);
});

test("another secret rejects, and sends nothing", async () => {
  const to = freshNumber();
  expect(await errorOf(send(to, SIGN_IN, "Bearer another-secret-of-it"))).toContain("secret");
  expect(sentTo(to)).toEqual([]);
});
