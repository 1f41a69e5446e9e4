/** V9, V10, V30: a code or a key in a reply, a log, a URL, a trace or an error, where others can read it (otpgateway, keycloak-phone). */
import { beforeAll, describe, expect, test } from "bun:test";
import { leaksIn } from "../e2e/chain/canary-places.ts";
import { runRamz, tempFolder } from "../support/process.ts";
import { type Flight, fly, mounted, PLACES } from "./canaries.ts";
import { STORES, type StoreKind } from "./ground.ts";

const FLIGHT_MS = 60_000;
const MASKED_PLACES = ["log", "spans and metrics", "/metrics", "store"] as const;

/** Both wait most of the time, so they run at once. */
let flights: readonly (readonly [StoreKind, Flight])[] = [];
beforeAll(async () => {
  flights = await Promise.all(STORES.map(async (store) => [store, await fly(store)] as const));
}, FLIGHT_MS);

describe.each(STORES)("after everything that can happen, on %s:", (store) => {
  function flight(): Flight {
    const flown = flights.find(([kind]) => kind === store)?.[1];
    if (flown === undefined) throw new Error("it must have flown");
    return flown;
  }

  test.each(PLACES)(
    "V9 code in a reply, V10 code or key in logs, V30 secrets in traces: none in %s",
    (place) => {
      const { outputs, secrets, codes } = flight();
      const output = outputs[place];
      expect(output.length > 1_000 || (store === "SQLite" && place === "commands to the store")).toBe(true);
      expect(leaksIn(output, secrets, [...codes])).toEqual([]);
    },
  );

  test("V9 code in a reply: many codes and every kind of reply were searched", () => {
    const { codes, outputs } = flight();
    expect(codes.size).toBeGreaterThan(30);
    const statuses = new Set(outputs.replies.match(/^\d{3}/gm));
    const storeLost = store === "SQLite" ? ",503" : "";
    expect([...statuses].sort().join()).toBe(`200,201,400,401,403,404,409,410,422,429,502${storeLost}`);
    expect([...codes].every((code) => /^\d{10}$/.test(code))).toBe(true);
    expect(outputs.log).toContain("blabbermouth.ts threw");
    expect(leaksIn(`x ${[...codes][0]}`, [], [...codes])).toHaveLength(1);
  });

  test("V10 code or key in URLs: the vendor is asked by POST, and spans have the path without the key", () => {
    const { urls, verbs, outputs } = flight();
    expect(new Set(verbs)).toEqual(new Set(["POST"]));
    expect(urls.length).toBeGreaterThan(0);
    expect(urls.filter((url) => !/\/v1\/\*\*\*\/(verify\/lookup|sms\/send)\.json$/.test(url))).toEqual([]);
    expect(outputs.log).not.toMatch(/\/v1\/(?!\*\*\*)[0-9a-zA-Z]{8,}\//);
  });

  test.each(MASKED_PLACES)("V10 numbers in logs: none in %s, unless it is masked", (place) => {
    const { outputs, numbers } = flight();
    expect(numbers.filter((number) => outputs[place].includes(number.slice(3)))).toEqual([]);
  });
});

describe("V30 secrets in a dump of settings:", () => {
  const SECRETS = {
    RAMZ_SECRET: "canary-secret-0123456789-abcdefghijklm",
    KAVENEGAR_API_KEY: "63616e617279206b6579",
    RAMZ_STORE: "redis://user:canary-password@127.0.0.1:1/0",
    RAMZ_REDIS_SENTINEL_PASSWORD: "canary-sentinel",
    KAVENEGAR_BASE_URL: "http://127.0.0.1:1",
  };
  const FORBIDDEN = [SECRETS.RAMZ_SECRET, SECRETS.KAVENEGAR_API_KEY, "canary-password", "canary-sentinel"];

  test.each([
    "config",
    "config --json",
    "doctor",
    "send --to 0",
    "serve",
    "config, of files",
    "doctor, of files",
  ])("`ramz %s` shows none", async (words) => {
    const [command = "", ofFiles] = words.split(", ");
    const broken = { OTP_CODE_LENGTH: command === "serve" ? "99" : "6" };
    using folder = tempFolder();
    const { KAVENEGAR_BASE_URL, ...secrets } = SECRETS;
    const given = ofFiles === undefined ? secrets : { RAMZ_STORE: "", ...mounted(secrets, folder) };
    const ran = await runRamz(command.split(" "), { KAVENEGAR_BASE_URL, ...given, ...broken }, folder);
    expect((ran.out + ran.err).length).toBeGreaterThan(40);
    expect(leaksIn(ran.out + ran.err, FORBIDDEN, [])).toEqual([]);
  });
});
