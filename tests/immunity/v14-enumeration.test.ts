/** V14: replies that reveal to a stranger which numbers are known (better-auth#10717; ASVS 5.0, 6.3.8). */
import { describe, expect, test } from "bun:test";
import { line, testKey } from "../app/access/app-keys.ts";
import { freshNumber, type Reply, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, type Call, compareBy, COMPARES, compares, resultOf, SENDS } from "./routes.ts";
import { openStage, ROOMY } from "./stage.ts";

const [shop, bank] = [testKey(), testKey()];
const APPS = `[apps.shop]\nkeys = [${line(shop, ["admin"])}]\n[apps.bank]\nkeys = [${line(bank, ["admin"])}]`;
const UNKNOWN_ID = `ver_${"A".repeat(34)}`;

/** Everything that distinguishes replies: status, header names, and the body without random values and times. */
function looks({ status, headers, body }: Reply): unknown {
  const { trace_id: _, ...rest }: Record<string, unknown> = Object(body);
  const facts = status < 300 ? Object.keys(rest).sort() : rest;
  return { status, headers: [...headers.keys()].sort(), facts };
}

/** Every route that sends or compares. */
const calls = (about: { to: string; id: string }, code: string): readonly Call[] => [
  ...Object.values(SENDS).map((send) => send(about.to)),
  ...Object.values(COMPARES).map((compare) => compare(about, code)),
];

describe.each(STORES)("V14 enumeration: on %s", (store) => {
  test("every route that sends replies to a number that was proved before as to a new one", async () => {
    await using stage = await openStage(store, ROOMY);
    for (const send of Object.values(SENDS)) {
      const known = await stage.started();
      expect(resultOf(await ask(stage.api, compareBy(0, known, known.code)))).toBe("done");
      stage.clock.forward(3_600_000);
      const again = await ask(stage.api, send(known.to));
      const first = await ask(stage.api, send(freshNumber()));
      expect(looks(again)).toEqual(looks(first));
    }
  });

  test("without a key every number and every id gets the same reply", async () => {
    await using stage = await openStage(store, ROOMY, { toml: APPS });
    const known = await stage.started({}, shop.headers);
    const unknown = { to: freshNumber(), id: UNKNOWN_ID };
    const before = await stage.contents();
    const [heard, nothing] = [calls(known, known.code), calls(unknown, "123456")];
    for (const [index, call] of heard.entries()) {
      const [real, empty] = [await ask(stage.api, call), await ask(stage.api, nothing[index] ?? call)];
      expect(real.status).toBe(401);
      expect(looks(real)).toEqual(looks(empty));
    }
    const read = (id: string) => stage.api.get(`/v1/verifications/${id}`);
    expect(looks(await read(known.id))).toEqual(looks(await read(UNKNOWN_ID)));
    expect(await stage.contents()).toEqual(before);
  });

  test("another app's verification, number and proof get the reply of unknown ones", async () => {
    await using stage = await openStage(store, ROOMY, { toml: APPS });
    const { to, id, code } = await stage.started({}, shop.headers);
    const other = { to: freshNumber(), id: UNKNOWN_ID };
    for (const guess of [code, wrong(code)]) {
      for (const [index, call] of compares({ to, id }, guess).entries()) {
        const mine = await ask(stage.api, call, bank.headers);
        const none = await ask(stage.api, compares(other, guess)[index] ?? call, bank.headers);
        expect(looks(mine)).toEqual(looks(none));
      }
    }
    for (const method of ["GET", "DELETE"]) {
      const about = (which: string) =>
        stage.api.request(`/v1/verifications/${which}`, { method, headers: bank.headers });
      expect(looks(await about(id))).toEqual(looks(await about(UNKNOWN_ID)));
    }
  });
});
