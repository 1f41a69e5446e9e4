/** V5: a limit on one route and not on another that does the same (CVE-2026-8760, the incomplete fix of CVE-2024-11178). */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { operationsOf } from "../app/http/ops/documented.ts";
import { EVERY_SURFACE, realRoutes } from "../app/http/request/routes.ts";
import { line, testKey } from "../app/access/app-keys.ts";
import { deliveryIn, freshNumber, verificationIn, wrong } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { STORES } from "./ground.ts";
import {
  ask,
  CARRIES,
  COMPARES,
  COMPAT_COMPARES,
  COMPAT_SENDS,
  hookBelieving,
  HOSTED_COMPARES,
  HOSTED_PAGE,
  HOSTED_SENDS,
  isApproved,
  OTHERS,
  REPEATS,
  resultOf,
  SENDS,
} from "./routes.ts";
import { openStage, ROOMY, type Stage, type Started } from "./stage.ts";

const ALL_SENDS = { ...SENDS, ...CARRIES, ...COMPAT_SENDS, ...HOSTED_SENDS };
const ALL_COMPARES = { ...COMPARES, ...COMPAT_COMPARES, ...HOSTED_COMPARES };
/** A key that may do all that is tried here. */
const key = testKey();
const APP = `[apps.shop]\npublic = true\nkeys = [${line(key, ["admin"], ", own_code = true")}]\n${hookBelieving(key)}${HOSTED_PAGE}`;

const KNOWN = [ALL_SENDS, ALL_COMPARES, OTHERS].flatMap((routes) => Object.keys(routes)).sort();
/** Only a developer's own page may call them. */
const ofInbox = (path: string) => path.startsWith("/dev/");
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

describe("V5 limit on one route only: the list of routes", () => {
  test("has every route of the program except GET, so that a new one cannot be missed here", async () => {
    using folder = tempFolder();
    folder.write("ramz.toml", APP);
    const all = await realRoutes({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
    const routes = all.filter(({ method, path }) => !READS.has(method) && !ofInbox(path));
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(KNOWN);
  });

  test("equals the list in the OpenAPI document", async () => {
    await using stage = await openStage("SQLite", EVERY_SURFACE, { toml: APP });
    const { body } = await stage.api.get("/openapi/json");
    const documented = operationsOf(body).filter(({ method }) => !READS.has(method));
    const names = documented.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`);
    expect(names.sort()).toEqual(KNOWN);
  });
});

const OPEN = { ...ROOMY, ...EVERY_SURFACE };

const pairs = <T>(routes: Readonly<Record<string, T>>) =>
  Object.entries(routes).flatMap((one) => Object.entries(routes).map((other) => [one, other] as const));

/** The guesses that are left, by the route that only reads. */
async function leftOf({ api }: Stage, { id }: Started): Promise<number> {
  return verificationIn(await api.get(`/v1/verifications/${id}`, key.headers)).checks_left;
}

describe.each(STORES)("V5 limit on one route only: on %s", (store) => {
  test("a send by any route starts the cool-down of every route that sends", async () => {
    await using stage = await openStage(store, OPEN, { toml: APP });
    for (const [[first, send], [second, again]] of pairs(ALL_SENDS)) {
      const to = freshNumber();
      const opened = resultOf(await ask(stage.api, send(to), key.headers));
      const { status } = await ask(stage.api, again(to), key.headers);
      expect([first, opened, second, status]).toEqual([first, "done", second, 429]);
      expect(stage.sent.filter(({ recipient }) => recipient === to)).toHaveLength(1);
    }
  });

  test("the cap of the hour holds over all routes that send, in turn and at once", async () => {
    const NO_WAIT = { OTP_RESEND_WAIT_TIME: "0", OTP_DELIVERY_RESEND_WAIT: "0" };
    await using stage = await openStage(store, { ...OPEN, ...NO_WAIT }, { toml: APP });
    const sends = Object.values(ALL_SENDS);
    const [inTurn, atOnce] = [freshNumber(), freshNumber()];
    const sentTo = (to: string) => stage.sent.filter(({ recipient }) => recipient === to).length;
    const counts: number[] = [];
    for (let turn = 0; turn < 5 + sends.length; turn++) {
      for (const send of sends.slice(turn % sends.length, (turn % sends.length) + 1))
        await ask(stage.api, send(inTurn), key.headers);
      counts.push(sentTo(inTurn));
      stage.clock.forward(1_000);
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, ...sends.map(() => 5)]);
    await Promise.all(
      Array.from({ length: 10 }, () => sends.map((send) => ask(stage.api, send(atOnce), key.headers))).flat(),
    );
    expect(sentTo(atOnce)).toBeWithin(1, 6);
  });

  test("a carried code is right at no route", async () => {
    await using stage = await openStage(store, OPEN, { toml: APP });
    const to = freshNumber();
    const carried = await stage.api.post("/v1/deliveries", { to, code: "493817" }, key.headers);
    const { id } = deliveryIn(carried);
    for (const compare of Object.values(ALL_COMPARES)) {
      const reply = await ask(stage.api, compare({ to, id }, "493817"), key.headers);
      expect([isApproved(reply), reply.status < 500]).toEqual([false, true]);
    }
  });

  test("a guess by any route leaves one less for every route that compares", async () => {
    await using stage = await openStage(store, OPEN, { toml: APP });
    for (const [[first, compare], [second, again]] of pairs(ALL_COMPARES)) {
      const started = await stage.started({}, key.headers);
      await ask(stage.api, compare(started, wrong(started.code, 1)), key.headers);
      const one = await leftOf(stage, started);
      await ask(stage.api, again(started, wrong(started.code, 2)), key.headers);
      expect([first, one, second, await leftOf(stage, started)]).toEqual([first, 4, second, 3]);
    }
  });

  test("the last guess by any route is the last for every route: the right code is right nowhere", async () => {
    await using stage = await openStage(store, OPEN, { toml: APP });
    const compares = Object.values(ALL_COMPARES);
    for (const [first, last] of Object.entries(ALL_COMPARES)) {
      const started = await stage.started({}, key.headers);
      for (const [index, compare] of [...compares, ...compares].slice(0, 4).entries())
        await ask(stage.api, compare(started, wrong(started.code, index + 1)), key.headers);
      await ask(stage.api, last(started, wrong(started.code, 5)), key.headers);
      expect([first, await leftOf(stage, started)]).toEqual([first, 0]);
      for (const compare of compares)
        expect(isApproved(await ask(stage.api, compare(started, started.code), key.headers))).toBe(false);
    }
  });

  test("a code approved by any route is used up for every route", async () => {
    await using stage = await openStage(store, OPEN, { toml: APP });
    for (const [[first, compare], [second, again]] of pairs(ALL_COMPARES)) {
      const started = await stage.started({}, key.headers);
      const approved = await ask(stage.api, compare(started, started.code), key.headers);
      const late = await ask(stage.api, again(started, started.code), key.headers);
      expect([first, isApproved(approved), second]).toEqual([first, true, second]);
      if (first === REPEATS && second === REPEATS) expect(late.text).toBe(approved.text);
      else expect([first, second, isApproved(late)]).toEqual([first, second, false]);
    }
  });
});
