/** The list of those that limits of senders and the guard do not hold up: for a time, with a reason, written to the log (anchors E12). */
import { describe, expect, test } from "bun:test";
import { eventually, wordOf } from "../../support/http.ts";
import { type Env, runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { DAY_MS } from "../../../domain/time.ts";

const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

const entry = (whom: string, days: number, reason = "the call centre") =>
  `[[exempt]]\n${whom}\nuntil = ${day(days)}\nreason = "${reason}"\n`;

async function configOf(toml: string) {
  using folder = tempFolder();
  folder.write("ramz.toml", toml);
  return await runRamz(["config"], { RAMZ_CONFIG: "ramz.toml" }, folder);
}

describe("who is exempt", () => {
  const env: Env = {
    RAMZ_CONFIG: "ramz.toml",
    RAMZ_TRUST_CLIENT_IP: "true",
    RAMZ_IP_SENDS_PER_HOUR: "1",
    RAMZ_GUARD: "enforce",
    RAMZ_GUARD_BLOCK_FLOOR: "1",
    OTP_RESEND_WAIT_TIME: "0",
  };

  test("is not held up by the limit of addresses and the guard; everybody else is", async () => {
    using folder = tempFolder();
    folder.write(
      "ramz.toml",
      entry('network = "203.0.113.0/24"', 30) +
        entry('number = "0912 555 0001"', 30, "the demo phone") +
        entry('network = "198.51.100.0/24"', -1),
    );
    await using ramz = await startRamz(env, folder);
    const send = async (to: string, from: string) =>
      wordOf(await ramz.api.post("/v1/verifications", { to, client_ip: from }));

    const office = [
      await send("09121110001", "203.0.113.7"),
      await send("09121110002", "203.0.113.7"),
      await send("09121110003", "203.0.113.7"),
    ];
    expect(office).toEqual(["201", "201", "201"]);
    const demo = [await send("09125550001", "192.0.2.1"), await send("09125550001", "192.0.2.1")];
    expect(demo).toEqual(["201", "200"]);
    const others = [await send("09122220001", "192.0.2.99"), await send("09123330001", "192.0.2.99")];
    expect(others).toEqual(["201", "429 ip_limit"]);
    const over = [await send("09124440001", "198.51.100.1"), await send("09126660001", "198.51.100.1")];
    expect(over).toEqual(["201", "429 ip_limit"]);

    const printed = await eventually(ramz.printed, (text) => text.includes("the demo phone"));
    expect(printed).toMatch(/"reason":"the call centre","until":"\d{4}-.*"msg":"exempt until /);
    expect(printed).toContain('warning: exempt: "198.51.100.0/24" ended on');
  });
});

describe("a list that cannot be meant", () => {
  test.each([
    ["an end that is far", entry('number = "09121234567"', 91), "more than 90 days ahead"],
    ["no number", entry('number = "0912"', 9), '"0912" is no number'],
    [
      "a number twice",
      entry('number = "09121234567"', 9) + entry('number = "+989121234567"', 9),
      "listed twice",
    ],
    ["no network", entry('network = "10.0.0"', 9), '"10.0.0" is no network'],
    ["the whole internet", entry('network = "0.0.0.0/0"', 9), "Write /16 or longer"],
    ["most of IPv6", entry('network = "2000::/3"', 9), "Write /32 or longer"],
    ["both", entry('number = "09121234567"\nnetwork = "10.0.0.0/24"', 9), "either a number or a network"],
    ["neither", entry("", 9), '"the call centre" needs either'],
    ["no reason", entry('number = "09121234567"', 9, ""), "exempt.0.reason"],
    ["no end", '[[exempt]]\nnumber = "09121234567"\nreason = "x"', "exempt.0.until"],
    ["what is no time", '[[exempt]]\nnumber = "09121234567"\nreason = "x"\nuntil = "soon"', "exempt.0.until"],
  ])("%s is refused by name", async (_, toml, says) => {
    const { code, err } = await configOf(toml);
    expect(err).toContain(says);
    expect(code).toBe(1);
  });

  test("89 days are fine, and so is an end in the past, with a warning", async () => {
    expect(await configOf(entry('number = "09121234567"', 89))).toMatchObject({ code: 0 });
    const { code, err } = await configOf(entry('number = "09121234567"', -1));
    expect([code, err]).toEqual([0, expect.stringContaining('"09121234567" ended on')]);
  });
});
