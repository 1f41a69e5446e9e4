/** What every Persian text must keep to: letters, digits, half-spaces, and the words of the glossary (docs/fa/glossary.md). */

const RULES: readonly (readonly [fault: string, pattern: RegExp])[] = [
  ["an Arabic letter in the place of ی or ک", /[\u0643\u064A]/],
  ["an Arabic digit", /[\u0660-\u0669]/],
  ["a Latin digit in a Persian sentence", /(?<![A-Za-z/.\d])\d/],
  ["a space in the place of a half-space after می", /(?<![\u0600-\u06FF])ن?می [\u0600-\u06FF]/],
  ["a space in the place of a half-space before ها", / (ها|های|هایی|هایش|هایتان)(?![\u0600-\u06FF])/],
  ["a half-space beside a space or a mark", /\u200C(?![\u0600-\u06FF])|(?<![\u0600-\u06FF])\u200C/],
  ["a space before a mark", / [،؛؟.!](?!\w)/],
  ["a Latin mark between Persian words", /[\u0600-\u06FF][,;?](?:\s|$)/],
  ["ۀ or ه‌ی in the place of هٔ", /ۀ|ه‌ی(?![\u0600-\u06FF])/],
];

/** One word a thing: the word to write, and others that stood for the same. */
const WORDS: readonly (readonly [word: string, others: RegExp])[] = [
  ["ارائه‌دهنده‌ها", /ارائه‌دهندگان|سرویس‌دهنده|فراهم‌کننده|تأمین‌کننده|پرووایدر/],
  ["پایگاه داده", /انباره/],
  ["هدر", /سرآیند/],
  ["لینک", /پیوند/],
  ["پورت", /درگاه/],
  ["نگهبان", /محافظ/],
  ["پردازه", /فرایند|فرآیند/],
  ["کاربر جدید", /تازه‌وارد/],
  ["کاربرد", /منظور(?! از)/],
  ["نگهداری", /نگه‌داری/],
  ["تلاش کنید", /بکوشید/],
  ["اضافه کنید", /بیفزایید/],
  ["پیدا کنید", /بیابید/],
];

/** What is wrong with a Persian text whose code, addresses and placeholders are taken out. */
export function writingFaults(text: string): readonly string[] {
  const words = WORDS.map(([word, others]) => [`a second word for ${word}`, others] as const);
  return [...RULES, ...words].flatMap(([fault, pattern]) => {
    const found = pattern.exec(text);
    if (found === null) return [];
    return [`${fault}: …${text.slice(Math.max(0, found.index - 20), found.index + 20)}…`];
  });
}
