/** `/why/{token}` over HTTP: who can open it, what it shows and what it keeps to itself, and that it changes nothing. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createSecrets } from "../../../../adapters/system/secrets.ts";
import { createApi } from "../../../../app/http/api.ts";
import { whyLinkOf } from "../../../../app/http/why/link.ts";
import type { DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import { createShiftedClock } from "../../../e2e/chain/serving.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { type Api, apiAt, freshNumber, verificationIn, wordOf } from "../../../support/http.ts";
import { composeHere } from "../../../support/serving.ts";
import { tempFolder } from "../../../support/process.ts";

const SECRET = "the-tests-of-this-page-share-one-secret-of-enough-length";
const PUBLIC = "https://otp.example";
const HOUR_MS = 3_600_000;

interface Stage extends AsyncDisposable {
  readonly api: Api;
  readonly clock: ReturnType<typeof createShiftedClock>;
  /** Starts a verification, and gives its id and the path of a link to it. */
  started(body?: object): Promise<{ readonly to: string; readonly id: string; readonly path: string }>;
  linkTo(id: string, app?: string): string;
}

async function openStage(
  env: Readonly<Record<string, string>> = {},
  result: DeliveryResult = { outcome: "accepted", messageId: "m-secret-1", costRial: 1234 },
): Promise<Stage> {
  const clock = createShiftedClock();
  const provider: Provider = {
    name: "acmevendor",
    account: "acmevendor",
    channels: ["sms", "call"],
    explain: () => null,
    deliver: async () => result,
  };
  const ramz = await composeHere(
    { RAMZ_STORE: "sqlite::memory:", RAMZ_SECRET: SECRET, RAMZ_PUBLIC_URL: `${PUBLIC}/`, ...env },
    { clock, providers: [provider] },
  );
  const http = createApi(ramz);
  const api = apiAt("http://localhost", {}, (url, init) => http.handle(new Request(url, init)));
  const linkTo: Stage["linkTo"] = (id, app = "default") => {
    const link = whyLinkOf(ramz, { app, id });
    if (link === null) throw new Error("there are no links");
    expect(link.url).toStartWith(`${PUBLIC}/why/`);
    return link.url.slice(PUBLIC.length);
  };
  return {
    api,
    clock,
    linkTo,
    async started(body = {}) {
      const to = freshNumber();
      const { id } = verificationIn(await api.post("/v1/verifications", { to, ...body }));
      return { to, id, path: linkTo(id) };
    },
    [Symbol.asyncDispose]: () => ramz.close(),
  };
}

describe("the page", () => {
  test("says what happened, in the language that the code was asked for in, or the one chosen", async () => {
    await using stage = await openStage();
    const { path, id } = await stage.started({ locale: "fa" });
    stage.clock.forward(125_000);
    const { status, text } = await stage.api.get(path, { "accept-language": "en" });
    expect(status).toBe(200);
    for (const part of [
      'lang="fa" dir="rtl"',
      "کد با پیامک ارسال شد",
      "۲ دقیقه پیش",
      "\u2066*۸۰۰#\u2069",
      id,
    ])
      expect(text).toContain(part);
    const english = await stage.api.get(`${path}?lang=en`);
    for (const part of ['lang="en" dir="ltr"', "sent by SMS", "2 min ago", "*800#", id])
      expect(english.text).toContain(part);
  });

  test("names the wait that is left, and a call where a provider calls", async () => {
    await using stage = await openStage();
    const { path } = await stage.started({ locale: "en" });
    const { text } = await stage.api.get(path);
    expect(text).toContain("In 1 min you can ask for a new code");
    expect(text).toContain("choose a call instead");
  });

  test("keeps vendors, their words, costs, the whole number, the code and the trace to itself", async () => {
    await using stage = await openStage(
      {},
      { outcome: "refused", fault: "account", reason: "no_credit", vendorCode: "418" },
    );
    const to = freshNumber();
    const failed = await stage.api.post("/v1/verifications", { to });
    const { id, trace_id }: Readonly<Record<string, string>> = Object(failed.body);
    await using accepted = await openStage();
    const sent = await accepted.started();
    for (const { text } of [await stage.api.get(stage.linkTo(id ?? "")), await accepted.api.get(sent.path)]) {
      expect(text).toContain("<h1>");
      for (const secret of [
        "acmevendor",
        "no_credit",
        "418",
        "m-secret-1",
        "1234<",
        to.slice(1),
        sent.to.slice(1),
        trace_id ?? "-",
      ])
        expect(text).not.toContain(secret);
    }
  });

  test("is kept by no one, found by no search engine, framed by no page, and needs no script", async () => {
    await using stage = await openStage();
    const { path } = await stage.started();
    for (const asked of [path, "/why/none"]) {
      const { headers, text } = await stage.api.get(asked);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-robots-tag")).toBe("noindex, nofollow");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(text).not.toContain("<script");
    }
  });

  test("shows what changed since, and spends nothing", async () => {
    await using stage = await openStage();
    const { path, id } = await stage.started({ locale: "en" });
    const read = async () => verificationIn(await stage.api.get(`/v1/verifications/${id}`));
    const before = await read();
    for (let time = 0; time < 3; time++) await stage.api.get(path);
    await stage.api.request(path, { method: "HEAD" });
    expect(await read()).toMatchObject({
      checks_left: before.checks_left,
      status: "pending",
      attempts: before.attempts,
    });
    await stage.api.del(`/v1/verifications/${id}`);
    expect((await stage.api.get(path)).text).toContain("This code no longer works.");
  });

  test("has the name and the colour of an app with a hosted page", async () => {
    using folder = tempFolder();
    const key = testKey();
    folder.write(
      "ramz.toml",
      `[apps.shop]\nkeys = [${line(key, ["admin"])}]\n[apps.shop.hosted]\nreturn_to = ["https://shop.example/"]\nname = "Shop & Co"\ncolor = "#aa0000"\n`,
    );
    await using stage = await openStage({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
    const sent = await stage.api.post("/v1/verifications", { to: freshNumber() }, key.headers);
    const { text } = await stage.api.get(stage.linkTo(verificationIn(sent).id, "shop"));
    expect(text).toContain("Shop &amp; Co");
    const style = await stage.api.get(/href="(\/assets\/style[^"]+)"/.exec(text)?.[1] ?? "");
    expect(style.text).toContain("#aa0000");
  });
});

describe("a link that opens nothing", () => {
  test("is answered alike: made up, altered, of another secret or use, over, and of what is forgotten", async () => {
    await using stage = await openStage({ RAMZ_WHY_LINK_TTL_S: "3600" });
    const { path } = await stage.started();
    const foreign = createSecrets(["another-secret-of-a-service-that-is-long-enough"]);
    const until = (stage.clock.now() + HOUR_MS).toString(36);
    const own = createSecrets([SECRET]);
    const made = (secrets: typeof own, text: string, name = "why link") => `/why/${secrets.seal(text, name)}`;
    const paths = [
      "/why/x",
      "/why/%",
      `${path.slice(0, -4)}AAAA`,
      made(foreign, `${until}\nver_x\ndefault`),
      made(own, `${until}\nver_x\ndefault`, "hosted page"),
      made(own, `${until}\nver_x\nno-such-app`),
      made(own, `${until}\nver_${"x".repeat(34)}\ndefault`),
      made(own, "nonsense"),
    ];
    const replies = await Promise.all(paths.map((one) => stage.api.get(one, { "accept-language": "en" })));
    expect((await stage.api.get(path)).status).toBe(200);
    stage.clock.forward(HOUR_MS);
    const over = await stage.api.get(path, { "accept-language": "en" });
    expect(over.text).toContain("The link has expired");
    for (const { status, text } of replies) expect([status, text]).toEqual([404, over.text]);
    expect(over.status).toBe(404);
  });

  test("is an unknown path without a public address, or where links are off", async () => {
    for (const env of [{ RAMZ_PUBLIC_URL: "" }, { RAMZ_WHY_LINK_TTL_S: "0" }]) {
      await using stage = await openStage(env);
      expect(wordOf(await stage.api.get("/why/x"))).toBe("404 not_found");
    }
  });
});
