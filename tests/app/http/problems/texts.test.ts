/** What callers and end users read, in both languages. */
import { describe, expect, test } from "bun:test";
import { exampleNumber } from "../../../../adapters/numbering/example-number.ts";
import { LEGACY_TEXTS } from "../../../../app/http/legacy/texts.ts";
import { PROBLEMS } from "../../../../app/http/problems/catalogue.ts";
import { NO_SUCH_DELIVERY, NOT_A_CODE } from "../../../../app/http/problems/delivery-problems.ts";
import { durationText } from "../../../../app/language/duration.ts";
import { CHAIN_HINTS } from "../../../../app/service/attempt-hints.ts";
import { REFUSED_BY_OPERATOR, whyNotAdmitted } from "../../../../app/http/problems/refused-numbers.ts";
import { freshNumber, problemIn } from "../../../support/http.ts";
import { sharedInProcess } from "../in-process.ts";

const TEXTS = [
  ...Object.entries(PROBLEMS).flatMap(([code, { title, detail }]) => [
    [`title of ${code}`, title] as const,
    [`detail of ${code}`, detail] as const,
  ]),
  ...Object.entries(LEGACY_TEXTS),
  ...Object.entries(CHAIN_HINTS),
  ...Object.entries(REFUSED_BY_OPERATOR),
  ...Object.entries({ NOT_A_CODE, NO_SUCH_DELIVERY }),
];

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe("a text", () => {
  test.each(TEXTS)("(%s) is Persian in Persian, without ASCII digits and Arabic letters", (_, { fa }) => {
    const said = fa.replaceAll(/\{\w+\}/g, "");
    if (said !== "") expect(said).toMatch(/[\u0600-\u06FF]/);
    expect(said).not.toMatch(/[0-9\u0660-\u0669\u0643\u064A]/);
  });

  test.each(TEXTS)("(%s) calls a provider and a store by one word each", (_, { fa }) => {
    expect(fa).not.toMatch(/سرویس‌دهنده|فراهم‌کننده|انباره|سرآیند|بکوشید/);
  });

  test.each(Object.entries(PROBLEMS))("(%s) takes the same values in both languages", (_, { detail }) => {
    expect(placeholders(detail.fa)).toEqual(placeholders(detail.en));
  });
});

describe("a duration is readable", () => {
  test.each([
    [0, "0 s", "۰ ثانیه"],
    [1, "1 s", "۱ ثانیه"],
    [59, "59 s", "۵۹ ثانیه"],
    [60, "1 min", "۱ دقیقه"],
    [90, "1 min 30 s", "۱ دقیقه و ۳۰ ثانیه"],
    [3_599, "59 min 59 s", "۵۹ دقیقه و ۵۹ ثانیه"],
    [3_600, "1 h", "۱ ساعت"],
    [3_659, "1 h", "۱ ساعت"],
    [87_754, "24 h 22 min", "۲۴ ساعت و ۲۲ دقیقه"],
  ])("%i s", (seconds, en, fa) => {
    expect(durationText(seconds, "en")).toBe(en);
    expect(durationText(seconds, "fa")).toBe(fa);
  });
});

describe("the number a message gives as an example", () => {
  const tooShort = { kind: "recipient_invalid", reason: "too_short" } as const;

  test.each([
    ["IR", "09121234567", "+989121234567"],
    ["DE", "015123456789", "+4915123456789"],
    ["US", "2015550123", "+12015550123"],
  ])("is one of %s", (country, national, international) => {
    const example = exampleNumber(country);
    expect(example).toEqual({ national, international });
    expect(whyNotAdmitted(tooShort, "en", example)).toBe(
      `This number is too short. Write a mobile number like ${national} or ${international}.`,
    );
  });

  test("is written in Persian digits in Persian", () => {
    expect(whyNotAdmitted(tooShort, "fa", exampleNumber("IR"))).toEndWith("؛ مثلاً ۰۹۱۲۱۲۳۴۵۶۷.");
  });

  test("is left out where none is known", () => {
    expect(exampleNumber("ZZ")).toBeNull();
    expect(whyNotAdmitted(tooShort, "en", null)).toBe("This number is too short.");
    expect(whyNotAdmitted(tooShort, "fa", null)).toBe("این شماره کوتاه است. شماره را کامل وارد کنید.");
  });

  const german = sharedInProcess({ OTP_COUNTRIES: "DE,IR" });
  test.each(["1", "hello", "+4930123456", "9".repeat(30)])(
    "is of the first configured country on every surface (%s)",
    async (to) => {
      for (const language of ["en", "fa"]) {
        const headers = { "accept-language": language };
        const v1 = await german.api.post("/v1/verifications", { to }, headers);
        const legacy = await german.api.post("/api/v1/usr/otp", { phone_number: to }, headers);
        for (const { text } of [v1, legacy]) {
          expect(text).not.toMatch(/0912|۰۹۱۲|98912/);
          expect(text).toMatch(/015123456789|۰۱۵۱۲۳۴۵۶۷۸۹/);
        }
      }
    },
  );
});

describe("a number that the operator refuses", () => {
  const ramz = sharedInProcess(
    {},
    {
      providers: [
        {
          name: "refusing",
          account: "refusing",
          channels: ["sms"],
          explain: () => null,
          deliver: async () => ({ outcome: "refused", fault: "recipient", reason: "unreachable" }),
        },
      ],
    },
  );

  test.each(["en", "fa"] as const)("has a title of its own (%s)", async (language) => {
    const reply = await ramz.api.post(
      "/v1/verifications",
      { to: freshNumber() },
      { "accept-language": language },
    );
    const { title, detail } = REFUSED_BY_OPERATOR;
    expect(problemIn(reply)).toMatchObject({
      code: "recipient_invalid",
      title: title[language],
      detail: detail[language],
    });
    expect(title[language]).not.toBe(PROBLEMS.recipient_invalid.title[language]);
  });
});
