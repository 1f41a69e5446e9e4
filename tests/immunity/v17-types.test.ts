/** V17: a list, an object or a number where a text is expected (`code[$ne]=`, `code=[…]`, 012345 without its zero). */
import { describe, expect, test } from "bun:test";
import { JSON_TYPE, verificationIn } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { COMPARES, SENDS } from "./routes.ts";
import { openStage, ROOMY } from "./stage.ts";

/** The right value in every wrong type. */
const SHAPES: readonly ((right: string) => unknown)[] = [
  (right) => [right],
  (right) => [[right]],
  () => ({ $ne: "" }),
  (right) => ({ $regex: ".*", value: right }),
  (right) => ({ toString: right }),
  (right) => ({ length: right.length, 0: right }),
  (right) => Number(right),
  () => true,
  () => null,
  () => [],
  () => ({}),
];

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe.each(STORES)("V17 wrong types: on %s", (store) => {
  test("any field of any route in a wrong type is 400, and nothing is compared or sent", async () => {
    await using stage = await openStage(store, ROOMY);
    const started = await stage.started();
    const calls = [
      ...Object.values(SENDS).map((send) => send("09350000001")),
      ...Object.values(COMPARES).map((compare) => compare(started, started.code)),
    ];
    const before = await stage.contents();
    for (const { path, body } of calls) {
      for (const [name, right] of Object.entries(body)) {
        for (const shape of SHAPES) {
          const reply = await stage.api.post(path, { ...body, [name]: shape(String(right)) });
          expect([path, name, reply.text, reply.status]).toEqual([path, name, reply.text, 400]);
        }
        const { [name]: _, ...without } = body;
        expect((await stage.api.post(path, { ...without, [`${name}[$ne]`]: "x" })).status).toBe(400);
      }
      for (const whole of [[body], JSON.stringify(body), null, 1, []])
        expect((await stage.api.post(path, whole)).status).toBe(400);
    }
    expect(await stage.contents()).toEqual(before);
    expect(stage.sent).toHaveLength(1);
  });

  test("forms and queries are not bodies: repeated, nested or plain, they have no effect", async () => {
    await using stage = await openStage(store, ROOMY);
    const started = await stage.started();
    const before = await stage.contents();
    for (const compare of Object.values(COMPARES)) {
      const { path, body } = compare(started, started.code);
      const pairs = Object.entries(body).map(
        ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
      );
      for (const form of [
        pairs.join("&"),
        [...pairs, ...pairs].join("&"),
        `code[]=${started.code}&code[$ne]=`,
      ])
        expect((await stage.api.request(path, { method: "POST", headers: FORM, body: form })).status).toBe(
          415,
        );
      const query = await stage.api.request(`${path}?${pairs.join("&")}`, {
        method: "POST",
        headers: JSON_TYPE,
        body: "{}",
      });
      expect(query.status).toBe(400);
    }
    expect(await stage.contents()).toEqual(before);
  });

  test("a repeated name counts with one value, as one guess", async () => {
    await using stage = await openStage(store, ROOMY);
    const { id, code } = await stage.started();
    const body = `{"code":"${code}","code":"000000","code":"x"}`;
    const path = `/v1/verifications/${id}/checks`;
    expect((await stage.api.request(path, { method: "POST", headers: JSON_TYPE, body })).status).toBe(400);
    expect(verificationIn(await stage.api.get(`/v1/verifications/${id}`)).checks_left).toBe(5);
  });
});
