/** The logo of a hosted page: a picture within the settings, or a file that is read when they are. */
import { readFileSync, statSync } from "node:fs";

export type Logo =
  /** A `data:` address. */
  | { readonly kind: "inline"; readonly address: string }
  /** A file, served by Ramz itself. */
  | {
      readonly kind: "file";
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly type: string;
    };

export type ReadLogo =
  { readonly kind: "logo"; readonly logo: Logo } | { readonly kind: "problem"; readonly cause: string };

const INLINE = /^data:image\/(png|svg\+xml|webp|jpeg);base64,[A-Za-z0-9+/]+=*$/;
const INLINE_MAX_CHARS = 12_000;
const FILE_MAX_BYTES = 65_536;

/** How to write a logo, for remedies. */
export const LOGO_RULE = `Write the path of a PNG, SVG, WebP or JPEG file of at most ${FILE_MAX_BYTES / 1024} KiB, e.g. ./logo.svg, or data:image/png;base64,… of at most ${INLINE_MAX_CHARS} characters; pictures are not loaded from elsewhere.`;

/** A path is relative to the working directory. */
export function readLogo(written: string): ReadLogo {
  if (written.startsWith("data:"))
    return INLINE.test(written) && written.length <= INLINE_MAX_CHARS
      ? { kind: "logo", logo: { kind: "inline", address: written } }
      : { kind: "problem", cause: "this is not a small picture as a data: address" };
  if (/^[a-z][a-z0-9+.-]*:/i.test(written))
    return { kind: "problem", cause: `"${written}" is an address elsewhere` };
  try {
    if (statSync(written).size > FILE_MAX_BYTES)
      return { kind: "problem", cause: `the file "${written}" is too large` };
    const bytes = readFileSync(written);
    const kind = kindOf(bytes);
    if (kind === undefined) return { kind: "problem", cause: `the file "${written}" is not such a picture` };
    return { kind: "logo", logo: { kind: "file", bytes, ...kind } };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return { kind: "problem", cause: `the file "${written}" cannot be read (${code})` };
  }
}

/** By what is in it, whatever its name says, because browsers take a picture for what its type says. */
function kindOf(bytes: Buffer): { readonly name: string; readonly type: string } | undefined {
  const head = bytes.subarray(0, 1024);
  const starts = (hex: string, at = 0) => head.subarray(at, at + hex.length / 2).toString("hex") === hex;
  if (starts("89504e470d0a1a0a")) return { name: "logo.png", type: "image/png" };
  if (starts("ffd8ff")) return { name: "logo.jpg", type: "image/jpeg" };
  if (starts("52494646") && starts("57454250", 8)) return { name: "logo.webp", type: "image/webp" };
  if (SVG.test(head.toString("utf8"))) return { name: "logo.svg", type: "image/svg+xml" };
  return undefined;
}

/** An `svg` element after at most a declaration, a document type, comments and white space. */
const SVG = /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?(?:(?:<!DOCTYPE[^>]*>|<!--[\s\S]*?-->)\s*)*<svg[\s>]/;
