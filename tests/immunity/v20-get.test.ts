/** V20: a GET that sends or approves, triggered by a link preview, a prefetch or a crawler (otpgateway). */
import { describe, expect, test } from "bun:test";
import { line, testKey } from "../app/access/app-keys.ts";
import { EVERY_SURFACE, realRoutes } from "../app/http/request/routes.ts";
import type { HeaderList } from "../support/http.ts";
import { SERVICE } from "../support/twilio.ts";
import { STORES } from "./ground.ts";
import { CARRIES, COMPARES, hookBelieving, OTHERS, SENDS } from "./routes.ts";
import { openStage, ROOMY } from "./stage.ts";

const key = testKey();
const APP = `[apps.shop]\npublic = true\nkeys = [${line(key, ["admin"])}]\n${hookBelieving(key)}`;
const SAFE = ["GET", "HEAD", "OPTIONS"];

describe.each(STORES)("V20 GET with an effect: on %s", (store) => {
  test("no GET, HEAD or OPTIONS of any route changes anything, with a key, with a wrong one and without", async () => {
    await using stage = await openStage(store, { ...ROOMY, ...EVERY_SURFACE }, { toml: APP });
    const { to, id, code } = await stage.started({}, key.headers);
    const query = new URLSearchParams({ to, phone_number: to, code, id }).toString();
    const own = (await realRoutes()).map(({ path }) => path);
    const others = [
      ...Object.keys(SENDS),
      ...Object.keys(CARRIES),
      ...Object.keys(COMPARES),
      ...Object.keys(OTHERS),
    ];
    const paths = new Set(["/hooks/shop/own", ...own, ...others.map((route) => route.split(" ")[1] ?? "")]);
    expect(paths.size).toBeGreaterThan(12);
    const callers: readonly HeaderList[] = [
      key.headers,
      {},
      { authorization: "Bearer ramz_wrong" },
      {
        ...key.headers,
        "x-http-method-override": "POST",
        "x-method-override": "DELETE",
        purpose: "prefetch",
      },
    ];
    const before = await stage.contents();
    for (const path of paths) {
      const aimed = path
        .replace(":id", id)
        .replace(":file", "swagger-ui.css")
        .replace(":service", SERVICE)
        .replace(":sid", to);
      for (const method of SAFE) {
        for (const headers of callers) {
          for (const target of [aimed, `${aimed}?${query}`, `${aimed}?_method=POST&${query}`]) {
            const { status } = await stage.api.request(target, { method, headers });
            expect([method, target, status < 500]).toEqual([method, target, true]);
          }
        }
      }
    }
    expect(await stage.contents()).toEqual(before);
    expect(stage.sent).toHaveLength(1);
    expect((await stage.api.post("/v1/checks", { to, code }, key.headers)).status).toBe(200);
  });
});
