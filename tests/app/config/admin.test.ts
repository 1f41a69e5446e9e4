/** The settings of the console: every problem with its remedy, and what is shown of them. */
import { describe, expect, test } from "bun:test";
import {
  type AdminSettings,
  adminSettingsOf,
  adminWarnings,
  type WrittenAdmin,
} from "../../../app/config/tables/admin.ts";
import { run } from "../cli/support.ts";
import { tempFolder } from "../../support/process.ts";
import { line, testKey } from "../access/app-keys.ts";
import { problemsOfFile } from "./examined.ts";

const [one, other] = [testKey(), testKey()];
const GOOD: WrittenAdmin = {
  origin: "https://ramz.example.com",
  keys: [{ name: "sara", hash: one.hash }],
  session_minutes: 480,
  idle_minutes: 30,
};

function read(written: Partial<WrittenAdmin>): readonly [AdminSettings | null, readonly string[]] {
  const problems: string[] = [];
  return [adminSettingsOf({ ...GOOD, ...written }, [other.hash], problems), problems];
}

describe("the console", () => {
  test("is off while it has no key, which is a warning where it has an origin", () => {
    const { origin: _origin, ...rest } = { ...GOOD, keys: [] };
    expect([adminSettingsOf(rest, [], []), adminWarnings(rest)]).toEqual([null, []]);
    const problems: string[] = [];
    expect(adminSettingsOf({ ...GOOD, keys: [] }, [], problems)).toBe(null);
    expect(problems).toEqual([]);
    expect(adminWarnings({ ...GOOD, keys: [] })).toEqual([expect.stringContaining("ramz key new --admin")]);
    expect(adminWarnings(GOOD)).toEqual([]);
  });

  test("takes https, and http for this machine", () => {
    for (const origin of [
      "https://ramz.example.com",
      "https://ramz.example.com:8443",
      "http://127.0.0.1:8000",
    ])
      expect(read({ origin })[1]).toEqual([]);
  });

  test.each([
    [{ origin: "http://ramz.example.com" }, "is not an origin. Write https://"],
    [{ origin: "https://ramz.example.com/" }, "without a path or a slash"],
    [{ origin: "https://ramz.example.com/admin" }, "is not an origin"],
    [{ origin: "ramz.example.com" }, "is not an origin"],
    [{ origin: "https://RAMZ.example.com" }, "is not an origin"],
    [{ keys: [...GOOD.keys, { name: "sara", hash: other.hash }] }, '"sara" is listed twice'],
    [{ keys: [...GOOD.keys, { name: "reza", hash: one.hash }] }, "is listed twice. Make one for each person"],
    [{ keys: [{ name: "reza", hash: other.hash }] }, "is also the key of an app"],
    [{ idle_minutes: 481 }, "RAMZ_ADMIN_IDLE_MINUTES: 481 is more than"],
    [{ trace_url: "https://jaeger.example.com/trace/" }, "with {trace_id} in it"],
    [{ trace_url: "javascript:{trace_id}" }, "is not the address of a trace"],
  ] satisfies readonly (readonly [Partial<WrittenAdmin>, string])[])("refuses %o", (written, says) => {
    expect(read(written)[1].join("\n")).toContain(says);
  });

  test("needs an origin once it has keys", () => {
    const { origin: _origin, ...rest } = GOOD;
    const problems: string[] = [];
    adminSettingsOf(rest, [], problems);
    expect(problems).toEqual([expect.stringContaining("RAMZ_ADMIN_ORIGIN: there are keys of operators")]);
  });
});

test("a start is refused with every problem of the file, and a key pasted for its hash is not shown", async () => {
  const { key } = testKey();
  const problems = await problemsOfFile(
    `[admin]\norigin = "https://x/"\nkeys = [{ name = "sara", hash = "${key}" }]\n[apps.shop]\nkeys = [${line(other, ["admin"])}]`,
  );
  expect(problems).toEqual([
    expect.stringMatching(/^admin\.keys\.0\.hash: \*\*\* is not valid\. Write sha256:/),
  ]);
  expect(problems.join("\n")).not.toContain(key);
});

test("ramz key new --admin makes a key with the line for it, which ramz config shows shortened", async () => {
  const { out, err } = await run(["key", "new", "--admin", "sara"]);
  expect(out).toMatch(/^ramz_[\w-]{43}\n$/);
  const entry = /\{ name = "sara", hash = "(sha256:[0-9a-f]{64})" \}/.exec(err);
  using folder = tempFolder();
  folder.write("ramz.toml", `[admin]\norigin = "https://ramz.example.com"\nkeys = [${entry?.[0]}]\n`);
  const shown = await run(["config"], { RAMZ_CONFIG: "ramz.toml" }, folder);
  expect([shown.code, shown.out]).toEqual([0, expect.stringContaining("https://ramz.example.com")]);
  expect(shown.out).toContain(`${entry?.[1]?.slice(0, 15)}…`);
  expect(shown.out).not.toContain(entry?.[1]);
}, 30_000);
