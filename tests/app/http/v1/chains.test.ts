/** Chains by prefix, purpose and channel as they are configured, for the service and for an app. */
import { afterAll, describe, expect, test } from "bun:test";
import { verificationIn } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { sharedInProcess } from "../in-process.ts";

const folder = tempFolder();
afterAll(() => folder[Symbol.dispose]());

/** A provider that accepts everything; the reply names its path. */
const ACCEPTING = `
  import { Type } from "@sinclair/typebox";
  const deliver = async () => ({ outcome: "accepted" });
  export default { api: 1, channels: ["sms"], options: Type.Object({}), create: () => ({ deliver }) };
`;
for (const name of ["german", "paying", "shop"]) folder.write(`${name}.ts`, ACCEPTING);
const chain = (where: string, condition: string, name: string) =>
  `[[${where}]]\n${condition}\nproviders = ["${folder.path}/${name}.ts"]\n`;

const SERVICE = `
  recipients.countries = ["IR", "DE"]
  ${chain("chains", 'prefix = "+49"', "german")}
  ${chain("chains", 'purpose = "pay"', "paying")}
`;
const shop = testKey();
const other = testKey();
folder.write("service.toml", SERVICE);
folder.write(
  "apps.toml",
  `${SERVICE}
  [apps.shop]
  keys = [${line(shop, ["send"])}]
  ${chain("apps.shop.chains", 'purpose = "login"', "shop")}
  [apps.other]
  keys = [${line(other, ["send"])}]`,
);

const IRANIAN = "+989120000001";
const GERMAN = "+4915123456789";

describe("a service with chains beside its own", () => {
  const ramz = sharedInProcess({ OTP_RESEND_WAIT_TIME: "0", RAMZ_CONFIG: `${folder.path}/service.toml` });

  test.each([
    [{ to: IRANIAN }, "console"],
    [{ to: GERMAN }, "german"],
    [{ to: IRANIAN, purpose: "pay" }, "paying"],
    [{ to: GERMAN, purpose: "pay" }, "german"],
    [{ to: GERMAN, purpose: "call", channel: "call" }, "console"],
  ])("sends %j by %s", async (body, expected) => {
    const { provider } = verificationIn(await ramz.api.post("/v1/verifications", body));
    expect(provider).toContain(expected);
  });

  test("shows the providers of all of them as able", async () => {
    const { body } = await ramz.api.get("/readyz");
    const names = ["console", ...["german", "paying"].map((name) => `${folder.path}/${name}.ts`)];
    expect(body).toMatchObject({ providers: Object.fromEntries(names.map((name) => [name, "able"])) });
  });
});

describe("an app", () => {
  const ramz = sharedInProcess({ OTP_RESEND_WAIT_TIME: "0", RAMZ_CONFIG: `${folder.path}/apps.toml` });
  const start = (key: typeof shop, body: Readonly<Record<string, string>>) =>
    ramz.api.post("/v1/verifications", body, key.headers);

  test("with chains of its own uses these, and no other chain of the service", async () => {
    expect(verificationIn(await start(shop, { to: IRANIAN, purpose: "login" })).provider).toContain("shop");
    expect(verificationIn(await start(shop, { to: IRANIAN, purpose: "pay" })).provider).toBe("console");
  });

  test("without any uses those of the service", async () => {
    expect(verificationIn(await start(other, { to: GERMAN })).provider).toContain("german");
  });
});
