/** V5: a limit on one route and not on another that does the same (CVE-2026-8760, the incomplete fix of CVE-2024-11178). */
import { describe, expect, test } from "bun:test";
import { operationsOf } from "../app/http/ops/documented.ts";
import { realRoutes } from "../app/http/request/routes.ts";
import { freshNumber, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, COMPARES, leftAfter, OTHERS, REPEATS, resultOf, SENDS } from "./routes.ts";
import { openStage } from "./stage.ts";

const KNOWN = [...Object.keys(SENDS), ...Object.keys(COMPARES), ...Object.keys(OTHERS)].sort();
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

const pairs = <T>(routes: Readonly<Record<string, T>>) =>
  Object.entries(routes).flatMap((one) => Object.entries(routes).map((other) => [one, other] as const));

describe.each(STORES)("V5 limit on one route only: on %s", (store) => {
  test("a send by any route starts the cool-down of every route that sends", async () => {
    await using stage = await openStage(store);
    for (const [[first, send], [second, again]] of pairs(SENDS)) {
      const to = freshNumber();
      const opened = resultOf(await ask(stage.api, send(to)));
      const { status } = await ask(stage.api, again(to));
      expect([first, opened, second, status]).toEqual([first, "done", second, 429]);
      expect(stage.sent.filter(({ recipient }) => recipient === to)).toHaveLength(1);
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
