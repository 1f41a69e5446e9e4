/** What an app may change about its page: the logo from a file, texts and links; and how wrong settings are named. */
import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../../../app/config/load.ts";
import { type Folder, tempFolder } from "../../../support/process.ts";
import { startInProcess } from "../in-process.ts";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const SVG =
  '<?xml version="1.0"?>\n<!-- a logo -->\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const RETURN = 'return_to = ["https://shop.example/"]';

function configured(folder: Folder, hosted: string, app = "") {
  folder.write("ramz.toml", `[apps.shop]\ncors = ["https://shop.example"]\n${app}\n${hosted}\n`);
  return { RAMZ_CONFIG: join(folder.path, "ramz.toml") };
}
const table = (lines: string) => `[apps.shop.hosted]\n${RETURN}\n${lines}`;

describe("a logo from a file", () => {
  test.each([
    ["logo.png", PNG, "image/png"],
    ["logo.svg", SVG, "image/svg+xml"],
    // The content decides, not the name.
    ["logo.jpg", PNG, "image/png"],
  ])("%s is served by Ramz, under a name with its hash, and runs no script", async (name, content, type) => {
    using folder = tempFolder();
    writeFileSync(join(folder.path, name), content);
    const env = configured(folder, table(`logo = '${join(folder.path, name)}'`));
    await using ramz = await startInProcess(env);
    const visit = new URLSearchParams({ app: "shop", return_to: "https://shop.example/" });
    const { text } = await ramz.api.get(`/verify?${visit}`);
    const address = /<img src="(\/assets\/logo\.[^"]+)"/.exec(text)?.[1] ?? "";
    // A process that has not shown the page yet serves it, too.
    await using other = await startInProcess(env);
    for (const { api } of [ramz, other]) {
      const { status, headers } = await api.get(address);
      expect([status, headers.get("content-type")]).toEqual([200, type]);
      expect(headers.get("cache-control")).toContain("immutable");
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      );
    }
  });

  test.each([
    ["text.png", "no picture", "is not such a picture"],
    ["page.svg", "<!doctype html><svg></svg>", "is not such a picture"],
    ["large.png", Buffer.concat([PNG, Buffer.alloc(65_536)]), "is too large"],
  ])("%s is a problem at the start", (name, content, cause) => {
    using folder = tempFolder();
    writeFileSync(join(folder.path, name), content);
    const { problems } = loadConfig(configured(folder, table(`logo = '${join(folder.path, name)}'`)));
    expect(problems).toEqual([expect.stringContaining(cause)]);
    expect(problems[0]).toStartWith("apps.shop.hosted.logo: the file");
  });

  test("a file that is not there is named", () => {
    using folder = tempFolder();
    const { problems } = loadConfig(configured(folder, table("logo = './none.png'")));
    expect(problems).toEqual([expect.stringContaining('the file "./none.png" cannot be read (ENOENT)')]);
  });
});

test("texts and links are those of the settings, and links open a window of their own", async () => {
  using folder = tempFolder();
  const lines = [
    'button = "Text me"',
    'button_fa = "کد بفرست"',
    'footer = "Shop Ltd."',
    'help_url = "https://shop.example/help"',
    'help_url_fa = "https://shop.example/fa/help"',
    'privacy_url = "mailto:privacy@shop.example"',
  ];
  await using ramz = await startInProcess(configured(folder, table(lines.join("\n"))));
  const page = async (lang: string) => {
    const visit = new URLSearchParams({ app: "shop", return_to: "https://shop.example/", lang });
    return (await ramz.api.get(`/verify?${visit}`)).text;
  };
  const [en, fa] = [await page("en"), await page("fa")];
  for (const [text, wanted] of [
    [
      en,
      [
        "Text me",
        "Shop Ltd.",
        'href="https://shop.example/help"',
        'href="mailto:privacy@shop.example"',
        ">Help<",
      ],
    ],
    [fa, ["کد بفرست", "Shop Ltd.", 'href="https://shop.example/fa/help"', ">راهنما<", ">حریم خصوصی<"]],
  ] as const)
    for (const one of wanted) expect(text).toContain(one);
  expect(en.match(/target="_blank" rel="noopener noreferrer"/g)).toHaveLength(2);
});

describe("the short form", () => {
  test("makes the page, which leads back to the front pages of the app's origins", async () => {
    using folder = tempFolder();
    await using ramz = await startInProcess(configured(folder, "", "hosted = true"));
    const status = async (named: Record<string, string>) =>
      (await ramz.api.get(`/verify?${new URLSearchParams({ app: "shop", ...named })}`)).status;
    expect(await status({ return_to: "https://shop.example/" })).toBe(200);
    expect(await status({ embed: "https://shop.example" })).toBe(200);
    expect(await status({ return_to: "https://shop.example/other" })).toBe(400);
  });

  test.each([
    ["hosted = false", []],
    [
      'hosted = "yes"',
      ['apps.shop.hosted: "yes" is not valid. Write true, or a table with return_to. Its page at /verify.'],
    ],
    ['hosted = { colour = "red" }', ["apps.shop.hosted.colour: there is no such setting."]],
    [
      'hosted = { color = "red" }',
      ['apps.shop.hosted.color: "red" is not valid. Write # and six hexadecimal digits'],
    ],
  ])("%s: a wrong value is named where it stands", (app, wanted) => {
    using folder = tempFolder();
    const { problems } = loadConfig(configured(folder, "", app));
    expect(problems).toEqual(wanted.map((text) => expect.stringContaining(text)));
  });
});
