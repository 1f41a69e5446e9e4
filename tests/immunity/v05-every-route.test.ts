/** V5: a limit on one route and not on another that does the same (CVE-2026-8760, the incomplete fix of CVE-2024-11178). */
import { describe, expect, test } from "bun:test";
import { operationsOf } from "../app/http/ops/documented.ts";
import { realRoutes } from "../app/http/request/routes.ts";
import { line, testKey } from "../app/access/app-keys.ts";
import { deliveryIn, freshNumber, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, CARRIES, COMPARES, leftAfter, OTHERS, REPEATS, resultOf, SENDS } from "./routes.ts";
import { openStage, ROOMY } from "./stage.ts";

const KNOWN = [
  ...Object.keys(SENDS),
  ...Object.keys(CARRIES),
  ...Object.keys(COMPARES),
  ...Object.keys(OTHERS),
].sort();
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

describe("V5 limit on one route only: the list of routes", () => {
  test("has every route of the program except GET, so that a new one cannot be missed here", async () => {
    const routes = (await realRoutes()).filter(({ method }) => !READS.has(method));
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(KNOWN);
  });

  test("equals the list in the OpenAPI document", async () => {
    await using stage = await openStage("SQLite");
    const { body } = await stage.api.get("/openapi/json");
    const documented = operationsOf(body).filter(({ method }) => !READS.has(method));
    const names = documented.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`);
    expect(names.sort()).toEqual(KNOWN);
  });
});

/** A key that may do all that is tried here. */
const key = testKey();
const APP = `[apps.shop]\npublic = true\nkeys = [${line(key, ["admin"], ", own_code = true")}]`;

const pairs = <T>(routes: Readonly<Record<string, T>>) =>
  Object.entries(routes).flatMap((one) => Object.entries(routes).map((other) => [one, other] as const));

describe.each(STORES)("V5 limit on one route only: on %s", (store) => {
  test("a send by any route starts the cool-down of every route that sends", async () => {
    await using stage = await openStage(store, ROOMY, { toml: APP });
    for (const [[first, send], [second, again]] of pairs({ ...SENDS, ...CARRIES })) {
      const to = freshNumber();
      const opened = resultOf(await ask(stage.api, send(to), key.headers));
      const { status } = await ask(stage.api, again(to), key.headers);
      expect([first, opened, second, status]).toEqual([first, "done", second, 429]);
      expect(stage.sent.filter(({ recipient }) => recipient === to)).toHaveLength(1);
    }
  });

  test("the cap of the hour holds over all routes that send, in turn and at once", async () => {
    const NO_WAIT = { OTP_RESEND_WAIT_TIME: "0", OTP_DELIVERY_RESEND_WAIT: "0" };
    await using stage = await openStage(store, { ...ROOMY, ...NO_WAIT }, { toml: APP });
    const sends = Object.values({ ...SENDS, ...CARRIES });
    const [inTurn, atOnce] = [freshNumber(), freshNumber()];
    const statuses: number[] = [];
    for (let turn = 0; turn < 9; turn++) {
      for (const send of sends.slice(turn % sends.length, (turn % sends.length) + 1))
        statuses.push((await ask(stage.api, send(inTurn), key.headers)).status);
      stage.clock.forward(1_000);
    }
    expect(statuses.map((status) => status < 300)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    await Promise.all(
      Array.from({ length: 10 }, () => sends.map((send) => ask(stage.api, send(atOnce), key.headers))).flat(),
    );
    expect(stage.sent.filter(({ recipient }) => recipient === atOnce).length).toBeWithin(1, 6);
  });

  test("a carried code is right at no route", async () => {
    await using stage = await openStage(store, ROOMY, { toml: APP });
    const to = freshNumber();
    const carried = await stage.api.post("/v1/deliveries", { to, code: "493817" }, key.headers);
    const { id } = deliveryIn(carried);
    for (const compare of Object.values(COMPARES)) {
      const reply = await ask(stage.api, compare({ to, id }, "493817"), key.headers);
      expect([resultOf(reply) === "done", reply.status < 500]).toEqual([false, true]);
    }
  });

  test("a guess by any route leaves one less for every route that compares", async () => {
    await using stage = await openStage(store);
    for (const [[first, compare], [second, again]] of pairs(COMPARES)) {
      const started = await stage.started();
      const one = leftAfter(await ask(stage.api, compare(started, wrong(started.code, 1))));
      const other = leftAfter(await ask(stage.api, again(started, wrong(started.code, 2))));
      expect([first, one, second, other]).toEqual([first, 4, second, 3]);
    }
  });

  test("a code approved by any route is used up for every route", async () => {
    await using stage = await openStage(store);
    for (const [[first, compare], [second, again]] of pairs(COMPARES)) {
      const started = await stage.started();
      const approved = await ask(stage.api, compare(started, started.code));
      const late = await ask(stage.api, again(started, started.code));
      expect([first, resultOf(approved), second]).toEqual([first, "done", second]);
      if (first === REPEATS && second === REPEATS) expect(late.text).toBe(approved.text);
      else expect(resultOf(late)).not.toBe("done");
    }
  });
});
