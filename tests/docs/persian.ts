/** The Persian pages, and how each is held against the English page whose facts it carries. */
import { blocksOf, FENCED, textOf } from "./pages.ts";

/** Each Persian page and its English one. */
export const ENGLISH_OF: Readonly<Record<string, string>> = {
  "docs/fa/README.md": "README.md",
  "docs/fa/change-vendor.md": "docs/how-to/change-vendor.md",
  "docs/fa/first-verification.md": "docs/tutorials/first-verification.md",
  "docs/fa/fix-412.md": "docs/how-to/fix-412.md",
  "docs/fa/glossary.md": "docs/reference/glossary.md",
  "docs/fa/go-live.md": "docs/how-to/go-live.md",
  "docs/fa/hosted-page.md": "docs/how-to/hosted-page.md",
  "docs/fa/kavenegar-template.md": "docs/how-to/kavenegar-template.md",
  "docs/fa/quick-reference.md": "docs/reference/quick-reference.md",
  "docs/fa/show-a-user-why.md": "docs/how-to/show-a-user-why.md",
  "docs/fa/stop-pumping.md": "docs/how-to/stop-pumping.md",
  "docs/fa/supabase.md": "docs/how-to/supabase.md",
  "docs/fa/troubleshoot.md": "docs/how-to/troubleshoot.md",
  "docs/fa/use-from-your-back-end.md": "docs/how-to/use-from-your-back-end.md",
};

/** Sections of English pages, by heading, that their Persian pages leave out. */
export const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  "README.md": ["You have a log-in server? Point its SMS hook here", "The tree", "Read on"],
};

/** The fenced blocks that the Persian page must have, in order, each with its language. */
export function blocksToHave(english: string): readonly string[] {
  const leftOut = LEFT_OUT[english] ?? [];
  const lines = textOf(english).split("\n");
  const headingAt = (line: number) =>
    lines
      .slice(0, line)
      .findLast((text) => text.startsWith("## "))
      ?.slice(3) ?? "";
  return blocksOf(english)
    .filter(({ line }) => !leftOut.includes(headingAt(line)))
    .map(written);
}

export function blocksIn(page: string): readonly string[] {
  return blocksOf(page).map(written);
}

function written({ language, text }: { readonly language: string; readonly text: string }): string {
  return `${language}\n${text}`;
}

/** The Persian page with the blocks of its English one; as it is, if it has more or fewer of them. */
export function withEnglishBlocks(persian: string): string {
  const blocks = blocksToHave(ENGLISH_OF[persian] ?? "");
  if (blocks.length !== blocksIn(persian).length) return textOf(persian);
  const left = blocks.values();
  return textOf(persian).replaceAll(FENCED, () => `\`\`\`${left.next().value ?? ""}\`\`\``);
}

/** What a page says that no language changes: code, addresses of other sites, numbers. */
export function factsOf(prose: string): readonly string[] {
  const code = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => `\`${span}\``);
  const addresses = [...prose.matchAll(/(?<!`)https?:\/\/[^\s)`]+/g)].map(([address]) =>
    address.replace(/[.,]$/, ""),
  );
  const numbers = [...latinDigits(wordsOf(prose)).matchAll(/(?<![A-Za-z\d])\d+(?:\.\d+)*/g)].map(
    ([number]) => number,
  );
  return [...new Set([...code, ...addresses, ...numbers])].sort();
}

/** Prose without code, addresses, the numbers of list items and the marks of direction. */
export function wordsOf(prose: string): string {
  return prose
    .replaceAll(/`[^`\n]+`/g, "X")
    .replaceAll(/\]\([^)]*\)/g, "]")
    .replaceAll(/https?:\/\/[^\s)]+/g, "X")
    .replaceAll(/^\s*\d+\. /gm, "")
    .replaceAll(/&[lr]lm;/g, "")
    .replaceAll(/<\/?div[^>]*>/g, "");
}

function latinDigits(text: string): string {
  return text
    .replaceAll(/[۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x06f0))
    .replaceAll(/(?<=\d)[,٬](?=\d)/g, "")
    .replaceAll("٫", ".");
}

/** What would be displayed wrongly, line by line. Code stands between right-to-left parts, so that it inherits no direction. */
export function directionFaults(text: string): readonly string[] {
  let isInside = false;
  let isCode = false;
  return text.split("\n").flatMap((line, index) => {
    const at = (fault: string) => [`${index + 1}: ${fault}: ${line.slice(0, 60)}`];
    if (line.startsWith("```")) {
      isCode = !isCode;
      return isInside && isCode ? at("code inside the right-to-left part") : [];
    }
    if (isCode || line === "") return [];
    if (line === '<div dir="rtl">' || line === "</div>") {
      const wasInside = isInside;
      isInside = line !== "</div>";
      return wasInside === isInside ? at("a division that does not match") : [];
    }
    if (!isInside) return at("words outside the right-to-left part");
    return [...startFaults(line), ...codeSpanFaults(line), ...orderFaults(line)].flatMap(at);
  });
}

/** Code hosts give each paragraph the direction of its first letter, also in a right-to-left division. */
function startFaults(line: string): readonly string[] {
  const isRow = line.startsWith("|");
  const [first = "آ"] = /\p{L}/u.exec(line.replaceAll(/&[lr]lm;|`[^`]*`/g, "")) ?? [];
  return isRow || /[\u0600-\u06FF]/.test(first) ? [] : ["the first letter is not Persian"];
}

/** Marks at an end of a code span move to its other end among Persian words, unless `&lrm;` holds them there. */
function codeSpanFaults(line: string): readonly string[] {
  return [...line.matchAll(/(&lrm;)?`([^`]+)`(&lrm;)?/g)].flatMap(([, before, span = "", after]) => {
    if (span.length === 1) return [];
    return [
      ...(before === undefined && !/^[A-Za-z0-9]/.test(span) ? [`no &lrm; before \`${span}\``] : []),
      ...(after === undefined && !/[A-Za-z0-9]$/.test(span) ? [`no &lrm; after \`${span}\``] : []),
    ];
  });
}

/** Behind a Latin word, digits and further Latin words go on to its right, unless `&rlm;` or a Persian word stands between. */
function orderFaults(line: string): readonly string[] {
  const text = line
    .replaceAll(/\]\([^)]*\)/g, "]")
    .replaceAll("&lrm;", "")
    .replaceAll("&rlm;", "ا");
  const found = text.split("|").flatMap((cell) => [...cell.matchAll(GOES_ON)]);
  return found.map(([words]) => `no &rlm; in "${words}"`);
}

/** The marks ؛ and ؟ have the direction of letters; ، has none. */
const GOES_ON = /[A-Za-z0-9][^\p{L}\d؛؟]*(?:[۰-۹]|،[^\p{L}\d؛؟]*[A-Za-z])/gu;
