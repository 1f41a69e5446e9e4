/**
 * Ported numbers end to end: a vendor swallows one operator's messages, its signed receipts name the carrier of each number, and a number
 * that was ported there takes the order of that operator at its next start.
 */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { afterAll, expect, test } from "bun:test";
import { HOUR_MS, MINUTE_MS } from "../../../domain/time.ts";
import { startVendor } from "../../adapters/providers/http/support.ts";
import { tempFolder } from "../../support/process.ts";
import { call, PUBLIC_URL, serveReceipts } from "./support.ts";

const recipe = (name: string) => `
api = 1
title = "${name}"
channels = ["sms"]
account = ["key"]
options = { key = { secret = true }, base_url = { https = true } }
[send]
method = "POST"
url = "{base_url}/${name}"
json = { to = "{number.e164}", code = "{code}" }
[accept]
http = [200]
id = "id"
[faults]
otherwise = "message vendor_refused"
[receipt]
states = { delivered = ["delivered"], undelivered = ["failed"] }
carriers = { 43211 = "IR-MCI", 43235 = "IR-Irancell" }
[receipt.callback]
set = "panel"
format = ["form"]
id = "id"
state = "state"
carrier = "network"
proof = { kind = "twilio", key = "{key}" }
`;

const [MCI, IRANCELL] = ["98912", "98935"];
let isFirstWell = true;
let sent = 0;
/** What arrived at phones, by number. */
const phones = new Map<string, string>();
/** The newest message to a number: its id. */
const ids = new Map<string, string>();
const vendor = startVendor(({ path, text }) => {
  const asked = new Map<string, unknown>(Object.entries(JSON.parse(text)));
  const to = String(asked.get("to")).slice(1);
  const isSwallowed = path === "/first" && !isFirstWell && to.startsWith(MCI);
  if (!isSwallowed) phones.set(to, String(asked.get("code")));
  const id = `m${++sent}`;
  ids.set(to, id);
  return Response.json({ id });
});
const folder = tempFolder();
afterAll(async () => {
  await vendor.stop();
  folder[Symbol.dispose]();
});
for (const name of ["first", "second"]) folder.write(`${name}.toml`, recipe(name));
const [FIRST, SECOND] = ["first", "second"].map((name) => `http/${join(folder.path, `${name}.toml`)}`);
const ENV = {
  RAMZ_PROVIDERS: `${FIRST},${SECOND}`,
  RAMZ_HTTP_FIRST_KEY: "vendor-key",
  RAMZ_HTTP_FIRST_BASE_URL: vendor.baseUrl,
  RAMZ_HTTP_SECOND_KEY: "vendor-key",
  RAMZ_HTTP_SECOND_BASE_URL: vendor.baseUrl,
  RAMZ_PUBLIC_URL: PUBLIC_URL,
  RAMZ_ROUTING: "learn",
  RAMZ_GUARD: "off",
  // All people come from one address here.
  RAMZ_IP_SENDS_PER_HOUR: "10000",
  RAMZ_IP_SENDS_PER_DAY: "10000",
};

test("a ported number whose receipt names its carrier takes the order of that operator at its next start", async () => {
  await using ramz = await serveReceipts(ENV);
  let person = 0;
  /** A person signs in with the code, if it arrived. Who carried it. */
  const signIn = async (to: string) => {
    phones.delete(to);
    const { id, attempts } = await ramz.start(`+${to}`);
    const code = phones.get(to);
    if (code !== undefined)
      await fetch(`${ramz.origin}/v1/verifications/${id}/checks`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ code }),
      });
    return attempts.at(-1)?.["provider"];
  };
  const newNumber = (operator: string) => `${operator}${String(1_000 + person++)}000`;
  const manySignIn = async (times: number) => {
    for (let turn = 0; turn < times; turn++) {
      for (const operator of [MCI, IRANCELL]) await signIn(newNumber(operator));
      ramz.pass(30_000);
    }
  };
  await manySignIn(60);
  ramz.pass(2 * HOUR_MS);
  isFirstWell = false;
  await manySignIn(60);

  const path = await ramz.pathOf(FIRST ?? "");
  const numbers = Array.from({ length: 12 }, () => newNumber(IRANCELL));
  const carriersOf = async () => {
    const all = await Promise.all(numbers.map(signIn));
    return all.filter((one) => one === SECOND).length;
  };
  // Some explore.
  expect(await carriersOf()).toBeLessThanOrEqual(4);
  for (const to of numbers) {
    const fields = { id: ids.get(to) ?? "", state: "delivered", network: "43211" };
    const over = PUBLIC_URL + path + `id${fields.id}network${fields.network}state${fields.state}`;
    const headers = { "x-twilio-signature": createHmac("sha1", "vendor-key").update(over).digest("base64") };
    expect((await call(ramz.origin + path, fields, headers)).status).toBe(200);
  }
  ramz.pass(10 * MINUTE_MS);
  expect(await carriersOf()).toBeGreaterThanOrEqual(8);

  const [mci, irancell] = await Promise.all(
    ["IR-MCI", "IR-Irancell"].map(async (operator) => (await ramz.ramz.routes({ operator }))[0]),
  );
  expect(mci?.reasons).toMatchObject([{ provider: FIRST }]);
  expect(irancell?.reasons).toEqual([]);
}, 60_000);
