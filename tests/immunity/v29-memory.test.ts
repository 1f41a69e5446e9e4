/** V29: memory and disk filled with random numbers and addresses, or real users' counts displaced by them. */
import { describe, expect, test } from "bun:test";
import { anyNumber } from "../domain/rate-limits/town.ts";
import { createSeeded } from "../support/seeded.ts";
import { wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, leftAfter, sendBy } from "./routes.ts";
import { BEHIND_PROXY, from, openStage, type Stage } from "./stage.ts";

/** For each store, twice. Millions would show no more, and take an hour. */
const REQUESTS = 1_500;
const AT_ONCE = 20;
const BUDGET = 150;
const MB = 1_048_576;

/** Sends and guesses as fast as possible, each with its own number and address. */
async function flood({ api }: Stage, seed: number): Promise<void> {
  const chance = createSeeded(seed);
  const one = async (index: number) => {
    const to = anyNumber(chance);
    const address = `2001:db8:${chance.whole(0, 0xffff).toString(16)}:${chance.whole(0, 0xffff).toString(16)}::1`;
    const call = index % 4 === 3 ? compareBy(1 + (index % 2), { to, id: "" }, "123456") : sendBy(index, to);
    await ask(api, call, from(address));
  };
  for (let index = 0; index < REQUESTS; index += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, more) => one(index + more)));
}

function residentBytes(): number {
  Bun.gc(true);
  return process.memoryUsage.rss();
}

/** A ledger and the windows of its sender: address for its limit and for the guard, network, block. Operators, app and budgets are a few more. */
const ROWS_PER_MESSAGE = 5;
const FEW = 50;
const MORE_MB = 40;

describe.each(STORES)("V29 memory and disk: on %s", (store) => {
  test(`twice ${REQUESTS} numbers and addresses leave what the budget of ${BUDGET} messages allows, and no count is lost`, async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, RAMZ_MESSAGES_PER_DAY: String(BUDGET) });
    const real = await stage.started();
    expect(leftAfter(await ask(stage.api, compareBy(0, real, wrong(real.code, 1))))).toBe(4);
    await flood(stage, 1);
    const [rows, resident] = [(await stage.contents()).length, residentBytes()];
    await flood(stage, 2);
    const rowsAfter = (await stage.contents()).length;
    const moreMb = (residentBytes() - resident) / MB;
    console.log(
      `${store}: ${stage.sent.length} sent, ${rows} rows, then ${rowsAfter}; ${moreMb.toFixed(1)} MB more`,
    );
    expect(stage.sent.length).toBeWithin(BUDGET / 2, BUDGET + 1);
    expect(rowsAfter).toBeLessThanOrEqual(BUDGET * ROWS_PER_MESSAGE + FEW);
    expect(moreMb).toBeLessThan(MORE_MB);
    expect((await ask(stage.api, sendBy(1, real.to))).status).toBe(429);
    expect(leftAfter(await ask(stage.api, compareBy(2, real, wrong(real.code, 2))))).toBe(3);
  }, 60_000);
});
