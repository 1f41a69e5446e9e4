/**
 * The Persian pages have the commands, outputs and facts of the English ones, and are shown from right to left. After a change of
 * an English page: `bun tests/docs/generate.ts` copies its blocks; write a new number or name into the Persian page, too, or name the
 * section in `LEFT_OUT`.
 */
import { describe, expect, test } from "bun:test";
import { dirname, join } from "node:path";
import { ENVELOPE_CODES } from "../../adapters/providers/kavenegar/_api/envelope-codes.ts";
import { PROBLEMS } from "../../app/http/problems/catalogue.ts";
import { durationText } from "../../app/language/duration.ts";
import { filled } from "../../app/language/language.ts";
import { lookInto } from "../../app/service/attempt-hints.ts";
import { writingFaults } from "../support/persian-writing.ts";
import { blocksOf, pages, proseOf, relativeLinksOf, textOf } from "./pages.ts";
import {
  blocksIn,
  blocksToHave,
  directionFaults,
  ENGLISH_OF,
  factsOf,
  LEFT_OUT,
  wordsOf,
} from "./persian.ts";

/** The README is a page of its own, so only its blocks are those of the English one. */
const TRANSLATED = Object.entries(ENGLISH_OF).filter(([, english]) => english !== "README.md");

test("every Persian page has its English one", () => {
  const found = pages().filter((page) => page.startsWith("docs/fa/"));
  expect(found).toEqual(Object.keys(ENGLISH_OF).sort());
});

describe.each(Object.entries(ENGLISH_OF))("%s", (persian, english) => {
  test(`has the commands and outputs of ${english}, in order (if not: bun tests/docs/generate.ts)`, () => {
    expect(blocksIn(persian)).toEqual([...blocksToHave(english)]);
  });

  test("is displayed from right to left, its code from left to right", () => {
    expect(directionFaults(textOf(persian))).toEqual([]);
  });

  test("is written as Persian is", () => {
    const faults = wordsOf(proseOf(persian)).split("\n").flatMap(writingFaults);
    expect(faults).toEqual([]);
  });

  test("leads to Persian pages where there are some, and to its English one", () => {
    const targets = relativeLinksOf(persian)
      .map((link) => join(dirname(persian), link.split("#", 1)[0] ?? ""))
      .filter((target) => Object.values(ENGLISH_OF).includes(target));
    expect(targets).toEqual([english]);
  });

  test("gives the product's own words for each problem it shows", () => {
    const words = proseOf(persian);
    for (const sentence of blocksOf(persian).flatMap(problemSentences)) expect(words).toContain(sentence);
  });
});

test.each(TRANSLATED)("%s has every number, name and address of %s", (persian, english) => {
  const said = new Set(factsOf(proseOf(persian)));
  expect(factsOf(proseOf(english)).filter((fact) => !said.has(fact))).toEqual([]);
});

test("the Persian glossary has every word of the English one", () => {
  const words = [...textOf("docs/reference/glossary.md").matchAll(/^\| \*\*(.+?)\*\*/gm)];
  const cells = textOf("docs/fa/glossary.md")
    .split("|")
    .map((cell) => cell.trim());
  expect(words.length).toBeGreaterThan(40);
  expect(words.flatMap(([, word = ""]) => (cells.includes(word) ? [] : [word]))).toEqual([]);
});

test("sections that are left out exist", () => {
  for (const [page, headings] of Object.entries(LEFT_OUT))
    for (const heading of headings) expect(textOf(page)).toContain(`\n## ${heading}\n`);
});

test("sentences of the product on other pages are the product's own", () => {
  expect(textOf("docs/fa/README.md")).toContain(
    filled(PROBLEMS.cooldown.detail.fa, { wait: durationText(59, "fa") }, "fa"),
  );
  const sender = ENVELOPE_CODES.find(({ code }) => code === 412);
  expect(textOf("docs/fa/fix-412.md")).toContain(sender?.means.fa ?? "no such code");
  expect(textOf("docs/fa/change-vendor.md")).toContain(lookInto({ en: "Bale", fa: "بله" }).fa);
});

/** The Persian title and detail of a problem that a page shows in English. */
function problemSentences({ language, text }: { readonly language: string; readonly text: string }) {
  const reply: unknown = language === "json" ? JSON.parse(text) : null;
  if (!isProblem(reply)) return [];
  const [, kind] = Object.entries(PROBLEMS).find(([code]) => code === reply.code) ?? [];
  if (kind === undefined) throw new Error(`there is no problem ${reply.code}`);
  const wait = durationText(Number(reply["retry_after"] ?? 0), "fa");
  const numbers = Object.entries(reply).flatMap(([name, value]) =>
    typeof value === "number" ? [[name, value] as const] : [],
  );
  return [kind.title.fa, filled(kind.detail.fa, { ...Object.fromEntries(numbers), wait }, "fa")];
}

function isProblem(reply: unknown): reply is Readonly<Record<string, unknown>> & { readonly code: string } {
  return typeof reply === "object" && reply !== null && "type" in reply && "code" in reply;
}

const page = (text: string) => `<div dir="rtl">\n\n${text}\n\n</div>\n`;

describe("a fault is found:", () => {
  test.each([
    ["code inside", page("متن\n\n```sh\nls\n```")],
    ["words outside", `${page("متن")}\nمتن`],
    ["a part that is not closed", `${page("متن")}</div>`],
    ["a paragraph that begins in Latin", page("Ramz اجرا شد")],
    ["a code span with a mark before it", page("مسیر `/readyz` را بخوانید")],
    ["a code span with a mark after it", page("در `adapters/` است")],
    ["a Persian digit behind a Latin word", page("مقدار `OTP_X` (۳۰ ثانیه)")],
    ["Latin words one after the other", page("یا [A](a.md)، [B](b.md)")],
  ])("%s", (_, text) => {
    expect(directionFaults(text)).toHaveLength(1);
    expect(directionFaults(page("مسیر &lrm;`/readyz`، &rlm;`a` با ۳ و B؛ ۴"))).toEqual([]);
  });

  test("a number, a name or an address that differs", () => {
    const facts = factsOf("Wait 1,000 s with `OTP_X=1` (IPv6), see https://example.com/a. It is 3.5.");
    expect(facts).toEqual(["1000", "3.5", "`OTP_X=1`", "https://example.com/a"]);
    expect(factsOf("1. ۱٬۰۰۰ ثانیه با `OTP_X=1`، https://example.com/a و ۳٫۵")).toEqual(facts);
  });

  test.each(["كد", "٤", "کد 5", "می شود", "کد ها", "کد\u200C ", "کد ،", "کد, نو", "شمارۀ", "انباره"])(
    "%j",
    (text) => {
      expect(writingFaults(text)).toHaveLength(1);
      expect(writingFaults("کدها می‌رسند؛ ۵ بار با IPv6، و https.")).toEqual([]);
    },
  );
});
