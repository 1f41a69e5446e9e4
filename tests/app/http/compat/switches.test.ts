/** The switches of `[compat]` are in force from the next request on when the configuration is read again. */
import { expect, test } from "bun:test";
import { loadConfig } from "../../../../app/config/load.ts";
import { createApi } from "../../../../app/http/api.ts";
import { composeHere } from "../../../support/serving.ts";

const ENV = { RAMZ_STORE: "sqlite::memory:", RAMZ_PROVIDERS: "console" };

test.each(["prelude", "twilio"])("%s is off, then on, then off", async (vendor) => {
  const ramz = await composeHere(ENV);
  const typeWith = async (env: Readonly<Record<string, string>>) => {
    const composed = await ramz.recompose(loadConfig({ ...ENV, ...env }).config);
    if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
    const { headers } = await createApi(composed.ramz).handle(
      new Request(`http://localhost/compat/${vendor}/x`),
    );
    return headers.get("content-type");
  };
  expect(await typeWith({})).toBe("application/problem+json");
  expect(await typeWith({ [`RAMZ_COMPAT_${vendor.toUpperCase()}`]: "true" })).toStartWith("application/json");
  expect(await typeWith({})).toBe("application/problem+json");
  await ramz.close();
});
