/** Numbers and networks to which sender limits and the guard do not apply: until a date, with a reason, which is logged (anchors E12). */
import { describe, expect, test } from "bun:test";
import { eventually, wordOf } from "../../support/http.ts";
import { type Env, startRamz, tempFolder } from "../../support/process.ts";
import { DAY_MS } from "../../../domain/time.ts";

const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

const entry = (target: string, days: number, reason = "the call centre") =>
  `[[exempt]]\n${target}\nuntil = ${day(days)}\nreason = "${reason}"\n`;

describe("an exempt number or network", () => {
  const env: Env = {
    RAMZ_CONFIG: "ramz.toml",
    RAMZ_TRUST_CLIENT_IP: "true",
    RAMZ_IP_SENDS_PER_HOUR: "1",
    RAMZ_GUARD: "enforce",
    RAMZ_GUARD_BLOCK_FLOOR: "1",
    OTP_RESEND_WAIT_TIME: "0",
  };

  test("is not refused by the limit of addresses and the guard; all others are", async () => {
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
