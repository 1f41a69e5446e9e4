/** Acts on the service: each is asked for first, stands in the trail before it is done, and is not done when it cannot stand there. */
import { describe, expect, test } from "bun:test";
import type { DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import { type AuditStore, StoreUnavailable } from "../../../../domain/storage/store.ts";
import { createMemoryAudit } from "../../../support/memory-audit.ts";
import { createMemoryStore } from "../../../support/memory-store.ts";
import { until } from "../../../support/redis/server.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { type ConsoleOptions, type Operator, openConsole, signedIn } from "./operator.ts";

const NUMBER = "09121234567";

/** What is counted and noted in the background is there long before. */
const NOTED_WITHIN_MS = 4_000;

/** Two providers of one chain; the calls of each by name. */
function twoProviders(first: DeliveryResult = { outcome: "accepted" }) {
  const calls: string[] = [];
  const provider = (name: string, says: DeliveryResult): Provider => ({
    name,
    account: name,
    channels: ["sms"],
    explain: () => null,
    async deliver() {
      calls.push(name);
      return says;
    },
  });
  return { calls, providers: [provider("first", first), provider("second", { outcome: "accepted" })] };
}

async function opened(options: ConsoleOptions = {}, first?: DeliveryResult) {
  const { calls, providers } = twoProviders(first);
  const ramz = await openConsole({ providers, ...options });
  const sara = await signedIn(ramz.api);
  const start = (to = NUMBER) => ramz.api.post("/v1/verifications", { to });
  const acts = async () => (await sara.get("/admin/acts")).text;
  return { ramz, sara, calls, start, acts, [Symbol.asyncDispose]: () => ramz[Symbol.asyncDispose]() };
}

const rest = (sara: Operator, provider = "first", hours = "4") =>
  sara.post("/admin/health/rest", { provider, hours });

describe("resting a provider", () => {
  test("skips it from the next send on, says so in the timeline, in readiness and on the page, until it is woken", async () => {
    await using console = await opened();
    const { sara, start, calls, acts, ramz } = console;
    const done = await rest(sara);
    expect([done.status, done.headers.get("location")]).toEqual([
      303,
      "/admin/health?done=rest&provider=first",
    ]);
    const { body } = await start();
    expect(body).toMatchObject({
      provider: "second",
      attempts: [
        { provider: "first", outcome: "skipped", reason: "operator_rest", hint: expect.any(String) },
        {},
      ],
    });
    expect((await ramz.api.get("/readyz")).body).toMatchObject({
      providers: { first: "resting", second: "able" },
    });
    expect((await sara.get("/admin/health")).text).toContain("Rested by an operator until");
    await sara.post("/admin/health/wake", { provider: "first" });
    await start("09121234568");
    expect(calls).toEqual(["second", "first"]);
    expect(await acts()).toMatch(/woke the provider[^]*rested the provider/);
  });

  test("asks before it is done, and warns when no provider of a chain would be left", async () => {
    await using console = await opened();
    const { sara, start } = console;
    const page = (provider: string) => sara.get(`/admin/health/rest?provider=${provider}`);
    expect((await page("second")).text).not.toContain("No provider would be left");
    await rest(sara);
    expect((await page("second")).text).toContain("No provider would be left in a chain of: default");
    await rest(sara, "second");
    const failed = await start();
    expect([failed.status, failed.body]).toMatchObject([502, { code: "delivery_failed" }]);
    // A balancer would take the console away, and with it the way to wake a provider.
    const ready = await console.ramz.api.get("/readyz");
    expect([ready.status, ready.body]).toMatchObject([
      200,
      { providers: { first: "resting", second: "resting" } },
    ]);
  });

  test("of a provider that there is not, or for hours that no form offers, is refused and not in the trail", async () => {
    await using console = await opened();
    const { sara, acts } = console;
    expect((await rest(sara, "third")).status).toBe(404);
    expect((await rest(sara, "first", "9000")).status).toBe(404);
    expect((await sara.get("/admin/health/wake?provider=third")).status).toBe(404);
    expect(await acts()).not.toContain("rested the provider");
  });

  test("is not done when it cannot be recorded", async () => {
    const memory = createMemoryAudit();
    let isDown = false;
    const audit: AuditStore = {
      ...memory,
      read: (...asked) => memory.read(...asked),
      last: () => memory.last(),
      async append(...entry) {
        if (isDown) throw new StoreUnavailable("down");
        return memory.append(...entry);
      },
    };
    const store = { ...createMemoryStore(createSimClock()), audit };
    await using console = await opened({ store });
    isDown = true;
    expect((await rest(console.sara)).status).toBe(503);
    const fields = { through: "default", to: NUMBER, once: "a" };
    expect((await console.sara.post("/admin/test/send", fields)).status).toBe(503);
    const asked = await console.sara.post("/admin/unblock", { app: "default", to: NUMBER });
    const of = /name="of" value="([^"]+)"/.exec(asked.text)?.[1] ?? "";
    expect((await console.sara.post("/admin/unblock/do", { app: "default", of })).status).toBe(503);
    expect(console.calls).toEqual([]);
    await console.start();
    expect(console.calls).toEqual(["first"]);
  });
});

test("the health page is followed for as long as its session lasts", async () => {
  await using console = await opened();
  const { sara } = console;
  const following = sara.get("/admin/health/events");
  await sara.post("/admin/sign-out", {});
  const { text, headers } = await following;
  expect(headers.get("content-type")).toContain("text/event-stream");
  expect(text).toMatch(/^data: \{"html":"<section[^\n]*first/m);
});

test("waking a provider closes its breaker", async () => {
  await using console = await opened({}, { outcome: "refused", fault: "account", reason: "no_credit" });
  const { sara, start, calls } = console;
  await start("09121234560");
  await start("09121234561");
  expect(calls).toEqual(["first", "second", "second"]);
  expect((await sara.get("/admin/health")).text).toContain("Account refused, not called until");
  await sara.post("/admin/health/wake", { provider: "first" });
  await start("09121234562");
  expect(calls.slice(3)).toEqual(["first", "second"]);
});

describe("lifting a suspicion", () => {
  const guarded = { toml: '[guard]\nmode = "enforce"\nblock_floor = 2' };

  test("ends the challenge at that place, and the page says why it was suspicious", async () => {
    await using console = await opened(guarded);
    const { sara, start, acts } = console;
    for (const last of [0, 1]) expect((await start(`0912123456${last}`)).status).toBe(201);
    expect((await start("09121234562")).body).toMatchObject({ code: "challenge_required" });
    // It is noted beside the answer of the start.
    const page = async () => (await sara.get("/admin/guard")).text;
    await until(
      "the suspicion is noted",
      async () => (await page()).includes("+98912123****"),
      NOTED_WITHIN_MS,
    );
    const text = await page();
    expect(text).toContain(
      "Of 2 sends in the last 6 h, 0 were confirmed. Up to 2 unconfirmed ones are allowed.",
    );
    expect(text).toContain("Asks newcomers for a challenge");
    const place = { dimension: "block", place: "+98912123" };
    expect((await sara.get(`/admin/guard/lift?${new URLSearchParams(place)}`)).status).toBe(200);
    expect((await sara.post("/admin/guard/lift", { ...place, hours: "1" })).status).toBe(303);
    expect((await start("09121234562")).status).toBe(201);
    expect((await sara.get("/admin/guard")).text).toContain("Lifted by operators");
    await sara.post("/admin/guard/end", place);
    expect((await start("09121234563")).body).toMatchObject({ code: "challenge_required" });
    expect(await acts()).toContain("lifted the suspicion of the block");
  });

  test("that there is not is refused", async () => {
    await using console = await opened(guarded);
    const place = { dimension: "block", place: "+98912123" };
    expect((await console.sara.get(`/admin/guard/lift?${new URLSearchParams(place)}`)).status).toBe(404);
    expect((await console.sara.post("/admin/guard/lift", { ...place, hours: "1" })).status).toBe(404);
    expect((await console.sara.post("/admin/guard/end", place)).status).toBe(404);
  });
});

describe("unblocking a number", () => {
  test("lets the next start send, and names the number masked in the trail", async () => {
    await using console = await opened();
    const { sara, start, acts } = console;
    await start();
    expect((await start()).body).toMatchObject({ code: "cooldown" });
    const asked = await sara.post("/admin/unblock", { app: "default", to: "۰۹۱۲۱۲۳۴۵۶۷" });
    expect(asked.text).not.toContain("1234567");
    expect((await start()).status).toBe(429);
    const of = /name="of" value="([^"]+)"/.exec(asked.text)?.[1] ?? "";
    const done = await sara.post("/admin/unblock/do", { app: "default", of });
    expect(done.text).toContain("Unblocked: 1 sends and 0 guesses count no more.");
    expect((await start()).status).toBe(200);
    const trail = await acts();
    expect(trail).toContain("lifted the limits of the number");
    expect(trail).not.toContain("1234567");
  });

  test("begins on the page of a number that has to wait, too", async () => {
    await using console = await opened();
    const { sara, start } = console;
    await start();
    const found = await sara.post("/admin/find", { q: NUMBER });
    const page = await sara.get(found.headers.get("location") ?? "");
    const link = /href="(\/admin\/unblock\/ask[^"]+)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect((await sara.get(link)).text).toContain(`action="/admin/unblock/do"`);
    const { searchParams } = new URL(link, "http://localhost");
    await sara.post("/admin/unblock/do", Object.fromEntries(searchParams));
    expect((await start()).status).toBe(200);
  });

  test("of another country's, or of an app that there is not, is refused", async () => {
    await using console = await opened();
    const wrong = await console.sara.post("/admin/unblock", { app: "default", to: "+4915112345678" });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining("may not send to this number")]);
    expect((await console.sara.post("/admin/unblock", { app: "shop", to: NUMBER })).status).toBe(404);
  });
});

describe("a test send", () => {
  const budget = { toml: "[limits]\nmessages_per_day = 1" };

  test("asks, sends once however often its form comes, and does not touch the number's own limits", async () => {
    await using console = await opened();
    const { sara, start, calls, acts } = console;
    const asked = await sara.post("/admin/test", { through: "default second", to: NUMBER });
    expect([asked.text, calls]).toEqual([expect.stringContaining("This may cost money."), []]);
    const once = /name="once" value="([^"]+)"/.exec(asked.text)?.[1] ?? "";
    const fields = { through: "default second", to: NUMBER, once };
    const first = await sara.post("/admin/test/send", fields);
    expect(first.text).toContain("The message was accepted.");
    expect((await sara.post("/admin/test/send", fields)).text).toContain("The message was accepted.");
    expect(calls).toEqual(["second"]);
    expect((await start()).status).toBe(201);
    expect((await acts()).match(/sent a test to/g)?.length).toBe(1);
  });

  test("of a whole chain obeys rests; of one provider it does not, because that is what it is for", async () => {
    await using console = await opened();
    const { sara, calls } = console;
    await rest(sara);
    await sara.post("/admin/test/send", { through: "default", to: NUMBER, once: "a" });
    await sara.post("/admin/test/send", { through: "default first", to: NUMBER, once: "b" });
    expect(calls).toEqual(["second", "first"]);
  });

  test("is counted by budgets and stopped by them", async () => {
    await using console = await opened(budget);
    const { sara, calls } = console;
    await sara.post("/admin/test/send", { through: "default", to: NUMBER, once: "a" });
    expect((await sara.get("/admin/spend")).text).toContain("1 of 1 used.");
    const over = await sara.post("/admin/test/send", { through: "default", to: NUMBER, once: "b" });
    expect([over.text, calls.length]).toEqual([expect.stringContaining("a budget is used up"), 1]);
  });
});

const FINDING = "The answer says success, but is not in the vendor";

test("vendors are asked about accounts on request alone, once a minute, and each time is an act", async () => {
  let asked = 0;
  const fetch = async () => {
    asked++;
    return Response.json({ return: { status: 200, message: "" }, entries: {} });
  };
  const env = { RAMZ_PROVIDERS: "kavenegar/sms", KAVENEGAR_API_KEY: "6b6579", RAMZ_AUTH: "none" };
  await using ramz = await openConsole({ env, fetch });
  const sara = await signedIn(ramz.api);
  await sara.get("/admin/health");
  expect(asked).toBe(0);
  const { text } = await sara.post("/admin/health/accounts", {});
  expect(text).toContain(FINDING);
  const first = asked;
  expect((await sara.post("/admin/health/accounts", {})).text).toContain(FINDING);
  expect([first > 0, asked]).toEqual([true, first]);
  const acts = (await sara.get("/admin/acts")).text;
  expect(acts.match(/asked the vendors about their accounts/g)?.length).toBe(1);
});

test("the delivery page shows what was sent and approved, by provider and operator, and takes no filter that is not there", async () => {
  await using console = await opened();
  const { sara, start } = console;
  await start("09121234567");
  await start("09351234567");
  const page = async (query = "") => (await sara.get(`/admin/delivery${query}`)).text;
  await until("both are counted", async () => (await page()).includes("<strong>2</strong>"), NOTED_WITHIN_MS);
  expect(await page()).toMatch(/<strong>2<\/strong>[^]*IR-Irancell[^]*IR-MCI/);
  expect(await page("?operator=IR-MCI")).toContain("<strong>1</strong>");
  expect(await page("?operator=%3Cscript%3E")).toContain("<strong>2</strong>");
});
