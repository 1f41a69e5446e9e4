/** V27, V28: text of the caller in the message, and a site in its last line that the caller chose (WebOTP). */
import { describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { KEY, vendorEnv } from "../e2e/chain/serving.ts";
import { freshNumber, type HeaderList, rawHttp } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, SENDS } from "./routes.ts";
import { openStage, ROOMY, type Stage } from "./stage.ts";

const SITE = "shop.example";
const SMS = `[provider."kavenegar/sms"]\nwebDomain = "${SITE}"\n`;

const WORDS = [
  "{code}",
  "{{code}}",
  "%token",
  "line\nbreak",
  "\r\nX-Injected: 1",
  "@evil.example #123456",
  "http://evil.example",
  "\u202egnp.edoc",
  "\u2066\u2069",
  "<b>",
  "مهاجم",
];

const HOSTS: readonly HeaderList[] = [
  { "x-forwarded-host": "evil.example" },
  { "x-original-host": "evil.example", "x-host": "evil.example" },
  { forwarded: "host=evil.example" },
  { origin: "https://evil.example", referer: "https://evil.example/" },
];

interface Read extends AsyncDisposable {
  readonly stage: Stage;
  /** The different texts that the vendor got so far, without the code. */
  texts(): readonly string[];
}

async function open(store: (typeof STORES)[number]): Promise<Read> {
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  const env = { ...ROOMY, ...vendorEnv(simulator, "kavenegar/sms") };
  const stage = await openStage(store, env, { realChain: true, toml: SMS });
  return {
    stage,
    texts: () => [
      ...new Set(
        simulator.calls.map(({ params }) => (params["message"] ?? "").replaceAll(/\d{6}/g, "<code>")),
      ),
    ],
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await simulator.stop();
    },
  };
}

const honest = async (read: Read): Promise<string> => {
  await ask(read.stage.api, { path: "/v1/verifications", body: { to: freshNumber() } });
  const [text = ""] = read.texts();
  return text;
};

describe.each(STORES)("V27 text smuggled into the message: on %s", (store) => {
  test("with any text in any field, every message is the same except for its code", async () => {
    await using read = await open(store);
    const text = await honest(read);
    expect(text).toMatch(/^<code>\n/);
    for (const words of WORDS) {
      for (const name of [
        "metadata",
        "limits",
        "purpose",
        "locale",
        "channel",
        "client_ip",
        "app",
        "brand",
        "text",
      ]) {
        const value = name === "metadata" || name === "limits" ? { brand: words, app: words } : words;
        await read.stage.api.post("/v1/verifications", { to: freshNumber(), [name]: value });
      }
      for (const send of Object.values(SENDS)) await ask(read.stage.api, send(`${freshNumber()}${words}`));
      await read.stage.api.post(
        "/v1/verifications",
        { to: freshNumber() },
        { "user-agent": encodeURIComponent(words) },
      );
    }
    expect(read.texts()).toEqual([text]);
  });
});

describe.each(STORES)("V28 site of an origin-bound code: on %s", (store) => {
  test("it is the configured one for any Host of a request, on every route that sends", async () => {
    await using read = await open(store);
    const text = await honest(read);
    expect(text.split("\n").at(-1)).toBe(`@${SITE} #<code>`);
    for (const headers of HOSTS)
      for (const send of Object.values(SENDS)) await ask(read.stage.api, send(freshNumber()), headers);
    const before = read.texts().length;
    for (const send of Object.values(SENDS)) {
      const { path, body } = send(freshNumber());
      const json = JSON.stringify(body);
      const head = `POST ${path} HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\nConnection: close`;
      const answer = await rawHttp(
        Number(new URL(read.stage.api.url).port),
        `${head}\r\nContent-Length: ${json.length}\r\n\r\n${json}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 20[01] /);
    }
    expect(before).toBe(1);
    expect(read.texts()).toEqual([text]);
  });
});
