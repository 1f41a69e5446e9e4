/** V8: a limiter that is off because a header or a setting is missing (an empty header in GoTrue). */
import { describe, expect, test } from "bun:test";
import { loadConfig } from "../../app/config/load.ts";
import { DEFAULT_POLICY } from "../../domain/ledger/policy.ts";
import { DEFAULT_RATE_LIMITS } from "../../domain/rate-limits/quotas.ts";
import { freshNumber } from "../support/http.ts";
import { runRamz } from "../support/process.ts";
import { STORES } from "./ground.ts";
import { ask, sendBy } from "./routes.ts";
import { BEHIND_PROXY, from, openStage } from "./stage.ts";

const BLOCK_FLOOR = 10;
const IP_LIMIT = 20;
/** Numbers of different blocks, so that the guard refuses none. */
const scattered = (index: number) => `+98910${String(index).padStart(3, "0")}${freshNumber().slice(-4)}`;

describe("V8 limiter off because something is missing:", () => {
  test("without any setting of limits every limit is on", () => {
    const loaded = loadConfig({ RAMZ_PROVIDERS: "./any.ts" });
    if (loaded.kind === "problems") throw new Error(loaded.problems.join());
    expect(loaded.config.quotas).toEqual(DEFAULT_RATE_LIMITS);
    expect(loaded.config.policy).toEqual(DEFAULT_POLICY);
    expect(DEFAULT_RATE_LIMITS).toMatchObject({
      ip: [{ limit: IP_LIMIT, mode: "enforce" }],
      guard: { mode: "enforce", floor: { block: BLOCK_FLOOR } },
      serviceBudget: { mode: "enforce" },
    });
  });
});

describe.each(STORES)("V8 limiter off because something is missing: on %s", (store) => {
  test("with default settings every limit holds: number, address, block of numbers", async () => {
    await using stage = await openStage(store);
    const to = freshNumber();
    for (let index = 0; index < 5; index++) await ask(stage.api, sendBy(index, to));
    expect(stage.sent).toHaveLength(1);
    for (let index = 0; index < 2 * BLOCK_FLOOR; index++) await ask(stage.api, sendBy(index, freshNumber()));
    expect(stage.sent.length).toBeWithin(BLOCK_FLOOR, BLOCK_FLOOR + 2);
    for (let index = 0; index < 2 * IP_LIMIT; index++) await ask(stage.api, sendBy(index, scattered(index)));
    expect(stage.sent).toHaveLength(IP_LIMIT);
  });

  test("behind a proxy that sends no header, or an empty one, the proxy's address counts as the end user's", async () => {
    await using stage = await openStage(store, BEHIND_PROXY);
    for (let index = 0; index < 2 * IP_LIMIT; index++)
      await ask(stage.api, sendBy(index, scattered(100 + index)), index % 2 === 0 ? {} : from(""));
    expect(stage.sent).toHaveLength(IP_LIMIT);
  });
});

describe("V8 limiter off by a setting: the start is refused", () => {
  const OFF: Readonly<Record<string, string>> = {
    "every proxy trusted (IPv4)": "RAMZ_TRUSTED_PROXIES=0.0.0.0/0",
    "half the proxies trusted": "RAMZ_TRUSTED_PROXIES=0.0.0.0/1,128.0.0.0/1",
    "every proxy trusted (IPv6)": "RAMZ_TRUSTED_PROXIES=::/0",
    "any proxy trusted": "RAMZ_TRUSTED_PROXIES=*",
    "no messages per address": "RAMZ_IP_SENDS_PER_HOUR=0",
    "a limit that is no number": "RAMZ_IP_SENDS_PER_HOUR=off",
    "no guesses a day": "OTP_GUESSES_PER_DAY=0",
    "too many guesses a day": "OTP_GUESSES_PER_DAY=100000",
    "too many guesses for a code": "OTP_MAX_ATTEMPTS=1000",
    "a code of four digits": "OTP_CODE_LENGTH=4",
    "a code that lives an hour": "OTP_EXPIRY_TIME=3600",
  };

  test.each(Object.entries(OFF))("with %s", (_, setting) => {
    const [name = "", value = ""] = setting.split("=");
    const loaded = loadConfig({ [name]: value });
    const problems = loaded.kind === "problems" ? loaded.problems : [];
    expect(problems.filter((problem) => problem.startsWith(name))).not.toEqual([]);
  });

  test("and the process ends with the problem", async () => {
    const ran = await runRamz(["serve"], { RAMZ_TRUSTED_PROXIES: "0.0.0.0/0" });
    expect([ran.code, ran.err.includes('RAMZ_TRUSTED_PROXIES: "0.0.0.0/0"')]).toEqual([1, true]);
  });
});
