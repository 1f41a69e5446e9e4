/** Finding a number or an id, what its page says, and showing a number, which is an act. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import { StoreUnavailable } from "../../../../domain/storage/store.ts";
import { createMemoryStore } from "../../../support/memory-store.ts";
import { freshNumber, verificationIn } from "../../../support/http.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { type Console, openConsole, type Operator, signedIn } from "./operator.ts";

const [SHOP, BANK] = [testKey(), testKey()];
const TOML = `[apps.shop]\nkeys = [${line(SHOP, ["admin"])}]\n[apps.bank]\nkeys = [${line(BANK, ["admin"], ", own_code = true")}]`;
const TRACE = `trace_url = "https://jaeger.example/trace/{trace_id}"`;

/** What the vendor answers next. */
let result: DeliveryResult = { outcome: "accepted" };
const provider: Provider = {
  name: "acme",
  account: "acme",
  channels: ["sms"],
  explain: (reason) => (reason === "no_template" ? { en: "Register it.", fa: "آن را ثبت کنید." } : null),
  deliver: async () => result,
};

let ramz: Console;
let sara: Operator;
beforeAll(async () => {
  ramz = await openConsole({ toml: TOML, admin: TRACE, providers: [provider] });
  sara = await signedIn(ramz.api);
});
afterAll(() => ramz[Symbol.asyncDispose]());

async function sentTo(
  to: string,
  answer: DeliveryResult = { outcome: "accepted" },
  key = SHOP,
): Promise<string> {
  result = answer;
  const { body, ...reply } = await ramz.api.post("/v1/verifications", { to }, key.headers);
  return verificationIn({
    ...reply,
    body: reply.status < 300 ? body : Reflect.get(Object(body), "verification"),
  }).id;
}

/** The page that a search leads to. */
async function found(q: string) {
  const { status, headers, text } = await sara.post("/admin/find", { q });
  const location = headers.get("location");
  return location === null ? { location: "", status, text } : { location, ...(await sara.get(location)) };
}

const masked = (to: string) => `${to.slice(0, 6)}*****${to.slice(-2)}`;
const inPersian = (to: string) => to.replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? digit);

describe("a search", () => {
  test("finds a number in any spelling, and no address has it", async () => {
    const to = freshNumber();
    const id = await sentTo(to);
    const national = `0${to.slice(3)}`;
    for (const q of [
      to,
      national,
      inPersian(national),
      `0098 ${to.slice(3, 6)}-${to.slice(6)}`,
      ` ${national} `,
    ]) {
      const { status, text, location } = await found(q);
      expect([status, text.includes(`/admin/find/${id}`), text.includes(masked(to))]).toEqual([
        200,
        true,
        true,
      ]);
      for (const part of [location, text]) expect(part).not.toContain(to.slice(3));
    }
  });

  test("finds what all apps remember of a number, newest first, with its limits", async () => {
    const to = freshNumber();
    const ids = [await sentTo(to), await sentTo(to, undefined, BANK)];
    await ramz.api.post("/v1/deliveries", { to: freshNumber(), code: "482913" }, BANK.headers);
    const { text } = await found(to);
    expect(text.indexOf(ids[1] ?? "")).toBeLessThan(text.indexOf(ids[0] ?? ""));
    expect(text).toContain("1 of 5");
    expect(text).toContain("The next code can be sent in 1 min");
  });

  test("by the id of a verification or a delivery leads to its page", async () => {
    const id = await sentTo(freshNumber());
    const to = freshNumber();
    const { body } = await ramz.api.post("/v1/deliveries", { to, code: "482913" }, BANK.headers);
    const carried = String(Reflect.get(Object(body), "id"));
    for (const one of [id, carried]) {
      const { status, location, text } = await found(one);
      expect([status, location, text.includes(one)]).toEqual([200, `/admin/find/${one}`, true]);
    }
    expect((await found(carried)).text).not.toContain("482913");
  });

  test("for what is not stored says so", async () => {
    const unknown = await found(freshNumber());
    expect([unknown.status, unknown.text]).toEqual([
      200,
      expect.stringContaining("Nothing was sent to this number"),
    ]);
    const id = await found("ver_kqtojq6ulhvzCWXu9XD4PyNLTrYQ7RnFGL");
    expect([id.status, id.text]).toEqual([404, expect.stringContaining("There is no verification")]);
    const text = await found("<b>hello</b>");
    expect([text.status, text.text]).toEqual([
      422,
      expect.stringContaining("neither a phone number nor an id"),
    ]);
    expect(text.text).not.toContain("<b>hello");
    for (const of of ["", "x"]) expect((await sara.get(`/admin/find/number?of=${of}`)).status).toBe(404);
  });

  test("is for operators who are signed in", async () => {
    const id = await sentTo(freshNumber());
    for (const path of [`/admin/find/${id}`, "/admin/find", "/admin/find/number?of=x"])
      expect((await ramz.api.get(path)).headers.get("location")).toStartWith("/admin/sign-in");
  });
});

describe("the page of a verification", () => {
  test("begins with what happened and what to do, in words", async () => {
    const id = await sentTo(freshNumber(), {
      outcome: "refused",
      fault: "message",
      reason: "no_template",
      vendorCode: "424",
      sentWith: { kind: "template", name: "verify-shop" },
    });
    const { text } = await sara.get(`/admin/find/${id}`);
    expect(text).toMatch(
      /<main class="console"><p class="lead bad">Nothing was sent\. Fix the problems listed below\./,
    );
    for (const words of [
      "refused",
      "Register it.",
      "no_template",
      "template \u2066verify-shop\u2069",
      "vendor code 424",
      "https://jaeger.example/trace/",
    ])
      expect(text).toContain(words);
    const fa = await sara.get(`/admin/find/${id}?lang=fa`);
    expect(fa.text).toContain("چیزی ارسال نشد.");
    expect(fa.text).toContain("آن را ثبت کنید.");
  });

  test("adds up what it cost", async () => {
    const id = await sentTo(freshNumber(), { outcome: "accepted", costRial: 1200 });
    expect((await sara.get(`/admin/find/${id}`)).text).toContain("1,200 Rial");
  });
});

describe("a number", () => {
  test("is shown for one answer alone, after the act was recorded", async () => {
    const to = freshNumber();
    const id = await sentTo(to);
    const reason = `she called from ${to} about 482 913`;
    const shown = await sara.post(`/admin/find/${id}`, { reason });
    expect([shown.status, shown.text.includes(to)]).toEqual([200, true]);
    expect((await sara.get(`/admin/find/${id}`)).text).not.toContain(to);
    const { text } = await sara.get("/admin/acts");
    expect(text).toContain(
      `was shown the number \u2066${masked(to)}\u2069: \u2068she called from +*** about ***\u2069`,
    );
    expect([text, ...ramz.log].join("\n")).not.toContain(to.slice(3));
  });

  test("is shown on its own page, too, which leads to the acts about it", async () => {
    const to = freshNumber();
    await sentTo(to);
    const { location, text } = await found(to);
    const shown = await sara.post(location, {});
    expect([shown.status, shown.text.includes(to)]).toEqual([200, true]);
    const acts = /href="(\/admin\/acts\?of=[^"]+)"/.exec(text)?.[1] ?? "";
    const about = await sara.get(acts);
    expect(about.text.match(/was shown the number/g)?.length).toBe(1);
    expect(about.text).not.toContain("signed in");
    expect(about.text).not.toContain(to.slice(3));
  });

  test("is not shown without the token of the session", async () => {
    const to = freshNumber();
    const id = await sentTo(to);
    const refused = await sara.post(`/admin/find/${id}`, { token: "x" });
    expect([refused.status, refused.text.includes(to)]).toEqual([403, false]);
  });

  test("is not shown when the act cannot be recorded", async () => {
    const store = createMemoryStore(createSimClock(Date.now()));
    let isDown = false;
    const append: typeof store.audit.append = (...entry) =>
      isDown ? Promise.reject(new StoreUnavailable("down")) : store.audit.append(...entry);
    await using weak = await openConsole({
      toml: TOML,
      store: { ...store, audit: { ...store.audit, append } },
    });
    const operator = await signedIn(weak.api);
    const to = freshNumber();
    const { id } = verificationIn(await weak.api.post("/v1/verifications", { to }, SHOP.headers));
    isDown = true;
    const reply = await operator.post(`/admin/find/${id}`, {});
    expect([reply.status, reply.text.includes(to)]).toEqual([503, false]);
    isDown = false;
    expect((await operator.post(`/admin/find/${id}`, {})).text).toContain(to);
  });

  test("that is not kept cannot be shown, and that is no act", async () => {
    const env = { RAMZ_NUMBERS_AT_REST: "until_settled" };
    await using sparing = await openConsole({ toml: TOML, env });
    const operator = await signedIn(sparing.api);
    const to = freshNumber();
    const { id } = verificationIn(await sparing.api.post("/v1/verifications", { to }, SHOP.headers));
    await sparing.api.del(`/v1/verifications/${id}`, SHOP.headers);
    const page = await operator.post(`/admin/find/${id}`, {});
    expect([page.status, page.text]).toEqual([200, expect.stringContaining("is not stored any more")]);
    expect((await operator.get("/admin/acts")).text).not.toContain("was shown");
  });
});
