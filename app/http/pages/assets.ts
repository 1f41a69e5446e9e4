/**
 * Styles, typefaces and scripts of the pages, as files under `/assets/` whose names hold a hash of their content, so that browsers keep
 * them for good. Nothing comes from elsewhere, so pages work offline.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AnyElysia, Elysia } from "elysia";
import { ProblemError } from "../problems/problem.ts";
import { noSuchPath } from "../problems/reasons.ts";

const STYLES = ["tokens.css", "base.css", "parts.css"];

/** The files of the typefaces (SIL Open Font License), by the name that the styles use. */
const FONTS = {
  "inter.woff2": () =>
    Bun.resolveSync("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.dir),
  "vazirmatn.woff2": () =>
    Bun.resolveSync(
      "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
      import.meta.dir,
    ),
} as const;

const KEPT = "public, max-age=31536000, immutable";

/** Addresses of what a page loads. */
export interface PageAssets {
  readonly style: string;
  readonly script?: string;
}

/** What a page is made of. */
export interface PageFiles {
  /** Paths of files that come after the common ones. */
  readonly styles?: readonly string[];
  /** Rules that come last. */
  readonly theme?: string;
  /** Path of the entry of its script. */
  readonly script?: string;
}

export interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

export interface Assets {
  /** Built once. */
  of(files: PageFiles): Promise<PageAssets>;
  /** The address of a picture. Every process that shows it names it when it starts. */
  picture(picture: Picture): string;
  /** A script for pages of other sites, as one text that keeps its names to itself. Built once. */
  program(entry: string): Promise<string>;
  /** Says that another process may have shown a page with these files, so that this one is asked for what it has not built yet. */
  expect(page: PageFiles): void;
  readonly routes: AnyElysia;
}

export function createAssets(): Assets {
  const files = new Map<string, Blob>();
  const built = new Map<string, Promise<string>>();

  function add(name: string, content: Blob, hash: string): string {
    const address = `/assets/${name.replace(/\.(\w+)$/, `.${hash}.$1`)}`;
    files.set(address, content);
    return address;
  }

  /** Built when first needed, because most servers show no page. */
  function once(key: string, build: () => Promise<string>): Promise<string> {
    const address = built.get(key) ?? build();
    built.set(key, address);
    return address;
  }

  const fontOf = (name: keyof typeof FONTS) =>
    once(name, async () => {
      const bytes = await readFile(FONTS[name]());
      return add(name, new Blob([bytes], { type: "font/woff2" }), hashOf(bytes));
    });

  const styleOf = (own: readonly string[], theme: string) =>
    once([...own, theme].join("\n"), async () => {
      const paths = [...STYLES.map((file) => join(import.meta.dir, "style", file)), ...own];
      const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
      let text = [...texts, theme].join("\n");
      for (const name of ["inter.woff2", "vazirmatn.woff2"] as const)
        text = text.replace(`url("${name}")`, `url("${await fontOf(name)}")`);
      return add("style.css", new Blob([text], { type: "text/css; charset=utf-8" }), hashOf(text));
    });

  const scriptOf = (entry: string) =>
    once(entry, async () => {
      const text = await bundled(entry, "esm");
      return add("script.js", new Blob([text], { type: "text/javascript; charset=utf-8" }), hashOf(text));
    });

  const of: Assets["of"] = async ({ styles = [], theme = "", script }) => {
    const style = await styleOf(styles, theme);
    return script === undefined ? { style } : { style, script: await scriptOf(script) };
  };
  const expected: PageFiles[] = [];

  return {
    of,
    picture: ({ name, bytes, type }) => add(name, new Blob([bytes], { type }), hashOf(bytes)),
    program: (entry) => once(`program ${entry}`, () => bundled(entry, "iife")),
    expect: (page) => void expected.push(page),
    routes: new Elysia().get(
      "/assets/:name",
      async ({ params: { name } }) => {
        const address = `/assets/${name}`;
        if (!files.has(address)) await Promise.all(expected.map(of));
        const file = files.get(address);
        if (file === undefined) throw new ProblemError("not_found", { detail: noSuchPath(true) });
        const headers = {
          "content-type": file.type,
          "cache-control": KEPT,
          "x-content-type-options": "nosniff",
          // A picture may hold script, which must not run when it is opened by itself.
          ...(file.type.startsWith("image/") && { "content-security-policy": PICTURE_POLICY }),
        };
        return new Response(file, { headers });
      },
      { detail: { hide: true } },
    ),
  };
}

async function bundled(entry: string, format: "esm" | "iife"): Promise<string> {
  const { outputs } = await Bun.build({ entrypoints: [entry], target: "browser", minify: true, format });
  return (await outputs[0]?.text()) ?? "";
}

const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}
