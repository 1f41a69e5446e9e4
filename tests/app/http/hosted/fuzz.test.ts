/** Forms and addresses made at random at the hosted page: never a 5xx, never a way to another site, and text is never markup. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import * as fc from "fast-check";
import { join } from "node:path";
import type { Reply } from "../../../support/http.ts";
import { type InProcess, startInProcess } from "../in-process.ts";
import { hostedFolder, pageAt, postForm, RETURN_TO, VISIT } from "./visit.ts";

const SHOP = "https://shop.example";
const folder = hostedFolder(`embed_origins = ["${SHOP}"]`);
let ramz: InProcess;
beforeAll(async () => {
  ramz = await startInProcess({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
});
afterAll(async () => {
  await ramz[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const word = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "shop",
    "plain",
    RETURN_TO,
    "https://evil.example",
    "<script>alert(1)</script>",
    "call",
    "fa",
  ),
);
const fields = fc.record(
  {
    app: fc.oneof(fc.constant("shop"), word),
    return_to: fc.oneof(fc.constant(RETURN_TO), word),
    embed: fc.oneof(fc.constant(SHOP), word),
    state: word,
    lang: word,
    to: word,
    ticket: word,
    code: word,
    channel: word,
    challenge_response: word,
  },
  { requiredKeys: [], noNullPrototype: true },
);

function expectHarmless({ status, headers, text }: Reply): void {
  expect(status).toBeLessThan(500);
  const location = new URL(headers.get("location") ?? "/", "http://localhost");
  expect(location.host).toBe("localhost");
  expect(text).not.toContain("<script>alert");
  const [, ancestors] = /frame-ancestors ([^;]*)/.exec(headers.get("content-security-policy") ?? "") ?? [];
  expect([undefined, "'none'", SHOP]).toContain(ancestors);
  const links = [...text.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, link = ""]) => link);
  const foreign = links.filter((link) => !/^(\/(verify|assets)\b|data:)/.test(link));
  expect(foreign.filter((link) => !link.startsWith("https://shop.example/after-otp?"))).toEqual([]);
}

test("whatever is asked of the page", async () => {
  await fc.assert(
    fc.asyncProperty(fields, fc.boolean(), async (some, isComplete) => {
      const { embed, ...redirected } = some;
      const back = embed === SHOP ? { embed } : { return_to: VISIT.return_to };
      const asked = isComplete ? { ...redirected, app: VISIT.app, ...back } : some;
      expectHarmless(await pageAt(ramz.api, asked));
      for (const path of ["/verify", "/verify/code"]) expectHarmless(await postForm(ramz.api, path, asked));
    }),
  );
}, 30_000);
