/** The OpenAPI document passes the strict rules of a linter that is not ours, so that generators of clients read it. */
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "bun:test";
import { startInProcess } from "../in-process.ts";
import { EVERY_SURFACE } from "../request/routes.ts";

/** Beside the strict set: names that are good in any language, and one tag an operation. */
const RULES = {
  extends: ["recommended-strict"],
  rules: {
    "operation-operationId-url-safe": "error",
    "operation-singular-tag": "error",
    "no-http-verbs-in-paths": "error",
    "spec-strict-refs": "error",
    "component-name-unique": "error",
  },
} satisfies Parameters<typeof createConfig>[0];

/** No request to these can be wrong. */
const WITHOUT_4XX = ["/healthz", "/readyz", "/metrics", "/.well-known/jwks.json"];

async function faultsOf(source: string): Promise<readonly string[]> {
  const config = await createConfig(RULES);
  const problems = await lintFromString({ source, config, absoluteRef: "openapi.json" });
  return problems
    .map(({ ruleId, location: [at] }) => `${ruleId} ${at?.pointer?.replaceAll("~1", "/")}`)
    .filter(
      (fault) =>
        !WITHOUT_4XX.some((path) => fault === `operation-4xx-response #/paths/${path}/get/responses`),
    );
}

async function documentText(): Promise<string> {
  await using ramz = await startInProcess(EVERY_SURFACE);
  return (await ramz.api.get("/openapi/json")).text;
}

test("the document has no fault", async () => {
  expect(await faultsOf(await documentText())).toEqual([]);
}, 20_000);

test.each([
  ["an operation without an id", '"operationId":"startVerification",', "", "operation-operationId"],
  [
    "a reference to nothing",
    '#/components/schemas/Delivery"',
    '#/components/schemas/Nothing"',
    "no-unresolved-refs",
  ],
  ["a schema that is none", '"type":"integer"', '"type":"number of checks"', "struct"],
])(
  "%s is one",
  async (_, before, after, rule) => {
    const text = await documentText();
    expect(text).toContain(before);
    expect((await faultsOf(text.replaceAll(before, after))).join()).toContain(rule);
  },
  20_000,
);
