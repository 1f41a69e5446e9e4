/** V26: addresses in a request that the service then calls from inside the network; and forged receipts. */
import { afterAll, describe, expect, test } from "bun:test";
import { realRoutes } from "../app/http/request/routes.ts";
import { JSON_TYPE } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { COMPARES, SENDS } from "./routes.ts";
import { openStage, ROOMY } from "./stage.ts";

const heard: string[] = [];
const listener = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch({ url }) {
    heard.push(url);
    return new Response("it was called");
  },
});
afterAll(() => listener.stop(true));

const AT = `127.0.0.1:${listener.port}`;
const URLS = [
  `http://${AT}/a`,
  `//${AT}/b`,
  `http://localhost:${listener.port}/c`,
  AT,
  `http://[::ffff:127.0.0.1]:${listener.port}/d`,
];

/** Names in which other services accept an address. */
const FIELDS = [
  "callback",
  "callback_url",
  "webhook",
  "status_callback",
  "notify_url",
  "redirect_uri",
  "jwks_uri",
  "avatar",
];
const HEADERS = [
  "origin",
  "referer",
  "x-forwarded-for",
  "x-forwarded-host",
  "forwarded",
  "x-callback",
  "traceparent",
  "idempotency-key",
  "from",
  "authorization",
];
const OPTIONAL = ["purpose", "locale", "channel", "client_ip", "affiliate"];

describe.each(STORES)("V26 calls to inner addresses: on %s", (store) => {
  test("no address in any field or header of any route is ever called", async () => {
    await using stage = await openStage(store, ROOMY);
    const started = await stage.started();
    const calls = [
      ...Object.values(SENDS).map((send) => send("09350000002")),
      ...Object.values(COMPARES).map((compare) => compare(started, "111111")),
      { path: "/v1/proofs/redeem", body: { proof: "x" } },
    ];
    for (const url of URLS) {
      for (const { path, body } of calls) {
        const names = [...Object.keys(body), ...OPTIONAL, ...FIELDS];
        for (const name of names) await stage.api.post(path, { ...body, [name]: url });
        await stage.api.post(path, { ...body, metadata: { url, callback: url } });
        await stage.api.post(path, { ...body, limits: { device: url } });
        for (const name of HEADERS) await stage.api.post(path, body, { [name]: url });
        await stage.api.request(`${path}?url=${encodeURIComponent(url)}`, {
          method: "POST",
          headers: JSON_TYPE,
          body: "{}",
        });
      }
      await stage.api.get(`/v1/verifications/${encodeURIComponent(url)}`);
    }
    await stage.api.post("/v1/verifications", { to: "09350000003", metadata: { url: URLS[0] } });
    expect(heard).toEqual([]);
    expect(await (await fetch(`http://${AT}/control`)).text()).toBe("it was called");
    expect(heard.splice(0)).toHaveLength(1);
  }, 20_000);
});

describe("V26 forged receipts:", () => {
  test("there is no route that takes one, unless receipts are on (tests/e2e/receipts)", async () => {
    const paths = (await realRoutes()).map(({ path }) => path);
    expect(
      paths.filter((path) => /receipt|webhook|callback|hook|dlr|deliver(?!ies)|status/i.test(path)),
    ).toEqual([]);
  });
});
