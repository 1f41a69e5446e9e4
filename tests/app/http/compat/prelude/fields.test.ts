/** What Ramz makes of the fields of Prelude's requests: heeded, refused, or ignored and named. */
import { describe, expect, test } from "bun:test";
import type { DeliveryMessage } from "../../../../../domain/delivery/provider.ts";
import { freshNumber } from "../../../../support/http.ts";
import { sharedInProcess } from "../../in-process.ts";
import { CHECK, phone, plain, SHOP, START, vouching } from "./support.ts";

const sent: DeliveryMessage[] = [];
const ramz = sharedInProcess(SHOP, { watch: (message) => sent.push(message) });

const create = (further: object = {}, key = plain) =>
  ramz.api.post(START, { target: phone(freshNumber()), ...further }, key.headers);

describe("fields that another code or another message would follow from are refused", () => {
  test.each([
    [{ target: { type: "email_address", value: "a@shop.example" } }, "target.type"],
    [{ options: { custom_code: "493817" } }, "options.custom_code"],
    [{ options: { code_size: 4 } }, "options.code_size"],
    [{ options: { method: "smoke" } }, "options.method"],
    [{ metadata: { correlation_id: 7 } }, "metadata.correlation_id"],
    [{ signals: { device_id: "" } }, "signals.device_id"],
    [{ signals: { device_id: "x".repeat(129) } }, "signals.device_id"],
  ])("%j", async (further, param) => {
    const reply = await create(further);
    expect([reply.status, reply.body]).toEqual([
      400,
      expect.objectContaining({ code: "bad_request", param }),
    ]);
  });

  test("an address that is none, from a key whose word is taken for it", async () => {
    const reply = await create({ signals: { ip: "unknown" } }, vouching);
    expect(reply.body).toMatchObject({ code: "bad_request", param: "signals.ip" });
  });

  test("a check of an e-mail address", async () => {
    const target = { type: "email_address", value: "a@shop.example" };
    const reply = await ramz.api.post(CHECK, { target, code: "123456" }, plain.headers);
    expect([reply.status, Object(reply.body).param]).toEqual([400, "target.type"]);
  });
});

describe("Ramz-Ignored", () => {
  test("names what changes nothing, and only that", async () => {
    const reply = await create({
      dispatch_id: "d-1",
      metadata: { correlation_id: "c-1" },
      options: {
        locale: "fr-FR",
        code_size: 6,
        method: "message",
        sender_id: "Shop",
        preferred_channel: "whatsapp",
      },
      signals: { ip: "203.0.113.7", is_trusted_user: true, user_agent: "x", "a name\r\nwith: line ends": 1 },
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("ramz-ignored")?.split(", ")).toEqual([
      "dispatch_id",
      "options.locale",
      "options.sender_id",
      "options.preferred_channel",
      "signals.ip",
      "signals.is_trusted_user",
      "signals.user_agent",
      "signals.a%20name%0D%0Awith%3A%20line%20ends",
    ]);
  });

  test("is not there when everything is heeded, null counting as left out", async () => {
    const reply = await create(
      {
        dispatch_id: null,
        options: { locale: "en-US", method: "auto", preferred_channel: "sms", custom_code: null },
        signals: { ip: "203.0.113.8", is_trusted_user: true, device_id: "heeded", user_agent: undefined },
      },
      vouching,
    );
    expect(reply.status).toBe(200);
    expect(reply.headers.get("ramz-ignored")).toBe("dispatch_id");
  });
});

test("signals.device_id counts for the limit of that name", async () => {
  const signals = { device_id: "one device" };
  expect((await create({ signals })).body).toMatchObject({ status: "success" });
  const second = await create({ signals });
  expect([second.status, Object(second.body).code]).toEqual([429, "rate_limited"]);
  expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(60);
});

test("options.locale is the language of the message, whatever the rest of its tag is", async () => {
  for (const [locale, language] of [
    ["en-GB", "en"],
    ["fa-IR", "fa"],
    ["de", "fa"],
  ] as const) {
    await create({ options: { locale } });
    expect([locale, sent.at(-1)?.locale]).toEqual([locale, language]);
  }
});

const check = async (value: string, code: string) =>
  Object((await ramz.api.post(CHECK, { target: phone(value), code }, vouching.headers)).body).status;

describe("a check by a key that may vouch", () => {
  test("finds the code of a trusted user, and that of any other", async () => {
    for (const is_trusted_user of [true, false]) {
      const to = freshNumber();
      await ramz.api.post(START, { target: phone(to), signals: { is_trusted_user } }, vouching.headers);
      const code = await ramz.api.codeFor(to);
      expect(await check(to, "000000")).toBe("failure");
      expect(await check(to, code)).toBe("success");
      expect(await check(to, code)).toBe("expired_or_not_found");
    }
  });

  test("says failure, not expired, once a trusted user has guessed too often", async () => {
    const to = freshNumber();
    await ramz.api.post(START, { target: phone(to), signals: { is_trusted_user: true } }, vouching.headers);
    for (let guess = 0; guess < 7; guess++) expect(await check(to, `00000${guess}`)).toBe("failure");
  });
});
