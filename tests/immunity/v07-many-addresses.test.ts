/** V7: limits by address alone, which an attacker with many addresses evades (GHSA-c55g-q6f4-5qxr). */
import { describe, expect, test } from "bun:test";
import { freshNumber, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, leftAfter, resultOf, sendBy } from "./routes.ts";
import { BEHIND_PROXY, from, openStage } from "./stage.ts";
import { DAY_MS } from "../../domain/time.ts";

const ADDRESSES = 200;
const SENDS_A_DAY = 10;
const addressOf = (index: number) => `203.${index >> 8}.${index & 255}.7`;

describe.each(STORES)("V7 many addresses: on %s", (store) => {
  test(`a number gets ${SENDS_A_DAY} messages a day from ${ADDRESSES} addresses`, async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, RAMZ_GUARD: "off" });
    const to = freshNumber();
    for (let index = 0; index < ADDRESSES; index++) {
      stage.clock.forward(DAY_MS / ADDRESSES - 100);
      await ask(stage.api, sendBy(index, to), from(addressOf(index)));
    }
    expect(stage.sent).toHaveLength(SENDS_A_DAY);
  });

  test(`a code takes five guesses from ${ADDRESSES} addresses`, async () => {
    await using stage = await openStage(store, BEHIND_PROXY);
    const started = await stage.started();
    const counts: number[] = [];
    for (let index = 0; index < ADDRESSES; index++) {
      const call = compareBy(index, started, wrong(started.code, index + 1));
      const left = leftAfter(await ask(stage.api, call, from(addressOf(index))));
      if (left !== null && left > 0) counts.push(left);
    }
    expect(counts).toEqual([4, 3, 2, 1]);
    const right = await ask(stage.api, compareBy(0, started, started.code), from("198.51.100.1"));
    expect(resultOf(right)).toBe("429 checks_exhausted");
  });

  test(`${ADDRESSES} addresses of one IPv6 /64 are one end user, another /64 is another`, async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, RAMZ_GUARD: "off" });
    const send = (index: number, address: string) =>
      ask(stage.api, sendBy(index, freshNumber()), from(address));
    for (let index = 0; index < ADDRESSES; index++)
      await send(index, `2001:db8:0:1:${index.toString(16)}:${(index * 7).toString(16)}::1`);
    expect(stage.sent).toHaveLength(20);
    expect(resultOf(await send(0, "2001:db8:0:2::1"))).toBe("done");
  });
});
