/** The page about Auth0: its two Actions, called as Auth0 calls them. */
import { expect, test } from "bun:test";
import { freshNumber } from "../../support/http.ts";
import { errorOf, ramzOf } from "./ramz-of-page.ts";

interface Secrets {
  readonly RAMZ_URL: string;
  readonly RAMZ_KEY: string;
}
type Said = readonly ["retry" | "drop", string];

interface Actions {
  onExecuteCustomPhoneProvider(event: object, api: object): Promise<void>;
  onExecuteSendPhoneMessage(event: object): Promise<void>;
}

/** CommonJS without types, as the editor of Actions has it. */
const [PROVIDER, MFA]: readonly [string, string] = ["./auth0.cjs", "./auth0-mfa.cjs"];
const { onExecuteCustomPhoneProvider }: Actions = await import(PROVIDER);
const { onExecuteSendPhoneMessage }: Actions = await import(MFA);

const ramz = ramzOf("docs/how-to/auth0.md");
const request = { ip: "203.0.113.7", method: "POST", language: "fa-IR" };

/** The secrets of an Action are what the page says they are. */
function secrets(): Secrets {
  const { RAMZ_URL = "", RAMZ_KEY = "" } = process.env;
  return { RAMZ_URL, RAMZ_KEY };
}

/** What the Action had Auth0 do with this message; nothing for one that is out. */
async function provide(notification: object): Promise<readonly Said[]> {
  const said: Said[] = [];
  const notifications = {
    retry: (reason: string) => said.push(["retry", reason]),
    drop: (reason: string) => said.push(["drop", reason]),
  };
  const whole = { message_type: "otp_verify", delivery_method: "text", locale: "en_US", ...notification };
  const event = { notification: whole, request, secrets: secrets() };
  await onExecuteCustomPhoneProvider(event, { notification: notifications });
  return said;
}

const mfa = (message: object) =>
  onExecuteSendPhoneMessage({
    message_options: { action: "enrollment", message_type: "sms", ...message },
    request,
    secrets: secrets(),
  });

async function inbox(to: string): Promise<unknown> {
  return (await ramz.api.get(`/dev/messages?to=${encodeURIComponent(to)}`)).body;
}

test("the provider's codes reach the phone, by text and by voice", async () => {
  const [text, voice] = [freshNumber(), freshNumber()];
  await ramz.within(async () => {
    expect(await provide({ recipient: text, code: "493817" })).toEqual([]);
    const spoken = { recipient: voice, code: "4.9.3.8.1.7", delivery_method: "voice" };
    expect(await provide(spoken)).toEqual([]);
  });
  expect(await inbox(text)).toMatchObject([{ code: "493817", channel: "sms" }]);
  expect(await inbox(voice)).toMatchObject([{ code: "493817", channel: "call" }]);
});

test("a refusal is dropped, a failure is tried again, and a message without a code is not sent", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    await provide({ recipient: to, code: "493817" });
    expect(await provide({ recipient: to, code: "122333" })).toEqual([
      ["drop", expect.stringMatching(/^Ramz: cooldown: /)],
    ]);
    expect(await provide({ recipient: to, message_type: "blocked_account" })).toEqual([
      ["drop", expect.stringContaining("has none")],
    ]);
  });
  await ramz.whileSendsFail(async () => {
    expect(await provide({ recipient: freshNumber(), code: "493817" })).toEqual([
      ["retry", expect.stringMatching(/^Ramz: delivery_failed: /)],
    ]);
  });
});

test("the codes of a second factor reach the phone, and a refusal is an error", async () => {
  const [text, voice] = [freshNumber(), freshNumber()];
  await ramz.within(async () => {
    await mfa({ recipient: text, code: "493817" });
    await mfa({ recipient: voice, code: "4.9.3.8.1.7", message_type: "voice" });
    expect(await errorOf(mfa({ recipient: text, code: "122333" }))).toMatchObject({
      message: expect.stringMatching(/^Ramz: cooldown: /),
    });
  });
  expect(await inbox(text)).toMatchObject([{ code: "493817", channel: "sms" }]);
  expect(await inbox(voice)).toMatchObject([{ code: "493817", channel: "call" }]);
});
