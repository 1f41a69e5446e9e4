/** What every Persian text must keep to, whoever reads it: letters, digits and half-spaces. */

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
  [
    "a second word for a thing",
    /سرویس‌دهنده|فراهم‌کننده|تأمین‌کننده|پرووایدر|انباره|سرآیند|پیوند|درگاه|بکوشید|بیفزایید|بیابید/,
  ],
];

/** What is wrong with a Persian text whose code, addresses and placeholders are taken out. */
export function writingFaults(text: string): readonly string[] {
  return RULES.flatMap(([fault, pattern]) => {
    const found = pattern.exec(text);
    if (found === null) return [];
    return [`${fault}: …${text.slice(Math.max(0, found.index - 20), found.index + 20)}…`];
  });
}
