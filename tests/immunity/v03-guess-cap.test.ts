/** V3: unlimited guesses (CVE-2025-4094, CVE-2026-33640 and others). */
import { describe, expect, test } from "bun:test";
import { line, testKey } from "../app/access/app-keys.ts";
import { type HeaderList, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, compares, leftAfter, resultOf } from "./routes.ts";
import { BEHIND_PROXY, from, openStage } from "./stage.ts";

const CAP = 5;
const FURTHER = 15;

const [own, another] = [testKey(), testKey()];
const APP = `[apps.shop]\nkeys = [${line(own, ["admin"])}, ${line(another, ["send", "check"])}]`;

describe.each(STORES)("V3 no cap on guesses: on %s", (store) => {
  test("after five wrong guesses over all routes the right one fails: by every route, from anywhere, with any key", async () => {
    await using stage = await openStage(store, BEHIND_PROXY, { toml: APP });
    const started = await stage.started({}, own.headers);
    const counts: (number | null)[] = [];
    for (let index = 0; index < CAP + FURTHER; index++) {
      const headers = { ...own.headers, ...from(`203.0.113.${index}`) };
      const reply = await ask(stage.api, compareBy(index, started, wrong(started.code, index + 1)), headers);
      expect(reply.status).toBeWithin(400, 500);
      counts.push(leftAfter(reply));
    }
    expect(counts.slice(0, CAP)).toEqual([4, 3, 2, 1, 0]);
    expect(counts.slice(CAP).filter((left) => (left ?? 0) > 0)).toEqual([]);

    const callers: readonly HeaderList[] = [
      own.headers,
      another.headers,
      { ...another.headers, ...from("198.51.100.7") },
      { ...own.headers, cookie: "session=new", "user-agent": "another" },
    ];
    for (const headers of callers) {
      for (const call of compares(started, started.code))
        expect(resultOf(await ask(stage.api, call, headers))).not.toBe("done");
    }
  });
});
