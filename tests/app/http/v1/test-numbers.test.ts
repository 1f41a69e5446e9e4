/** Test numbers over HTTP: nothing is sent to them, whatever they are configured to do (decision 20). */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { problemIn, verificationIn, wordOf } from "../../../support/http.ts";
import { type Folder, tempFolder } from "../../../support/process.ts";
import { type Serving, startServing } from "../../../support/serving.ts";
import { type Vendor, vendorWith } from "../../cli/support.ts";
import { line, testKey } from "../../access/app-keys.ts";

const FIXED = "09120000001";
const REFUSED = "09120000002";
const NO_CREDIT = "09120000003";
const UNDELIVERED = "09120000004";
const REAL = "09120000009";

const NUMBERS = `
  [[test_numbers]]
  number = "+98 912 000 0001"
  code = "424242"
  [[test_numbers]]
  number = "${REFUSED}"
  behavior = "refused"
  [[test_numbers]]
  number = "${NO_CREDIT}"
  behavior = "no_credit"
  [[test_numbers]]
  number = "${UNDELIVERED}"
  behavior = "undelivered"
`;

describe("test numbers of a service without apps", () => {
  let vendor: Vendor;
  let folder: Folder;
  let ramz: Serving;

  beforeAll(async () => {
    vendor = await vendorWith();
    folder = tempFolder();
    folder.write("ramz.toml", NUMBERS);
    ramz = await startServing({ ...vendor.env, RAMZ_CONFIG: "ramz.toml" }, folder);
  });
  afterAll(async () => {
    await ramz[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
    await vendor[Symbol.asyncDispose]();
  });

  const start = (to: string, language = "en") =>
    ramz.api.post("/v1/verifications", { to }, { "accept-language": language });

  test("one with a code takes that code, and another code is wrong", async () => {
    const { id } = verificationIn(await start(FIXED));
    expect(wordOf(await ramz.api.post(`/v1/verifications/${id}/checks`, { code: "424243" }))).toBe(
      "422 code_incorrect",
    );
    const right = await ramz.api.post(`/v1/verifications/${id}/checks`, { code: "424242" });
    expect(verificationIn(right).status).toBe("approved");
  });

  test("one that is refused reads like a wrong number", async () => {
    expect(wordOf(await start(REFUSED))).toBe("422 recipient_invalid");
  });

  test.each([
    [NO_CREDIT, "refused", "account"],
    [UNDELIVERED, "unavailable", undefined],
  ])("%s is answered with what every provider said, and that it is a test", async (to, outcome, fault) => {
    const problem = problemIn(await start(to));
    expect(problem).toMatchObject({ status: 502, code: "delivery_failed" });
    const first = problem.verification?.attempts[0];
    expect(first).toMatchObject({
      outcome,
      reason: "test_number",
      hint: expect.stringContaining("test number"),
    });
    expect(first?.fault).toBe(fault);
    const persian = problemIn(await start(to, "fa")).verification?.attempts[0];
    expect(persian?.hint).toMatch(/[\u0600-\u06ff]/);
  });

  test("the vendor hears of none of them, and of others, who have codes of their own", async () => {
    for (const to of [FIXED, REFUSED, NO_CREDIT, UNDELIVERED]) await start(to);
    expect(vendor.simulator.calls).toHaveLength(0);
    const { id } = verificationIn(await start(REAL));
    expect(vendor.simulator.outbox.map(({ to }) => to)).toEqual([REAL]);
    const guess = await ramz.api.post(`/v1/verifications/${id}/checks`, { code: "424242" });
    expect(wordOf(guess)).toBe("422 code_incorrect");
  });
});

describe("test numbers of an app", () => {
  test("are real numbers for another app of the same chain", async () => {
    const [shop, bank] = [testKey(), testKey()];
    await using vendor = await vendorWith();
    using folder = tempFolder();
    folder.write(
      "ramz.toml",
      `
      [apps.shop]
      keys = [${line(shop, ["send", "check"])}]
      [[apps.shop.test_numbers]]
      number = "${FIXED}"
      code = "424242"
      [apps.bank]
      keys = [${line(bank, ["send", "check"])}]
      `,
    );
    await using ramz = await startServing({ ...vendor.env, RAMZ_CONFIG: "ramz.toml" }, folder);
    const check = async ({ headers }: typeof shop) => {
      await ramz.api.post("/v1/verifications", { to: FIXED }, headers);
      return wordOf(await ramz.api.post("/v1/checks", { to: FIXED, code: "424242" }, headers));
    };
    expect([await check(shop), vendor.simulator.outbox.length]).toEqual(["200", 0]);
    expect([await check(bank), vendor.simulator.outbox.length]).toEqual(["422 code_incorrect", 1]);
  });
});
