/** The page about Cognito: the function that carries a code, called with Cognito's event. What decrypts the code is not run here. */
import { expect, test } from "bun:test";
import { freshNumber } from "../../support/http.ts";
import { errorOf, ramzOf } from "./ramz-of-page.ts";

interface Program {
  carry(event: object, code: string): Promise<void>;
}
const PROGRAM: string = "./cognito.cjs";
const { carry }: Program = await import(PROGRAM);

const ramz = ramzOf("docs/how-to/cognito.md");

const eventFor = (to: string, encrypted: string, triggerSource = "CustomSMSSender_Authentication") => ({
  version: "1",
  triggerSource,
  region: "eu-central-1",
  userPoolId: "eu-central-1_example",
  userName: "a-user",
  request: {
    type: "customSMSSenderRequestV1",
    code: encrypted,
    userAttributes: { sub: "a-user", phone_number: to, phone_number_verified: "true" },
  },
});

test("a code reaches the phone once, although Cognito calls again", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    await carry(eventFor(to, "AYADeGl="), "493817");
    await carry(eventFor(to, "AYADeGl="), "493817");
  });
  const { body } = await ramz.api.get(`/dev/messages?to=${encodeURIComponent(to)}`);
  expect(body).toEqual([expect.objectContaining({ code: "493817", channel: "sms" })]);
});

test("a refusal, a failure and a temporary password are errors", async () => {
  const to = freshNumber();
  await ramz.within(async () => {
    await carry(eventFor(to, "AYADeGl1"), "493817");
    expect(await errorOf(carry(eventFor(to, "AYADeGl2"), "122333"))).toMatchObject({
      message: expect.stringMatching(/^Ramz: cooldown: /),
    });
    const invitation = eventFor(to, "AYADeGl3", "CustomSMSSender_AdminCreateUser");
    expect(await errorOf(carry(invitation, "Xy7!abcd"))).toMatchObject({
      message: expect.stringContaining("temporary password"),
    });
  });
  await ramz.whileSendsFail(async () => {
    expect(await errorOf(carry(eventFor(freshNumber(), "AYADeGl4"), "493817"))).toMatchObject({
      message: expect.stringMatching(/^Ramz: delivery_failed: /),
    });
  });
});
