/** The OpenAPI document says what the API does: same routes, same shapes, and it is shown without the internet. */
import { describe, expect, test } from "bun:test";
import { DeliveryReply } from "../../../../app/http/schemas/deliveries.ts";
import { RedeemReply } from "../../../../app/http/schemas/operations.ts";
import { PROBLEMS } from "../../../../app/http/problems/catalogue.ts";
import { ProblemReply } from "../../../../app/http/schemas/problems.ts";
import { ApprovedReply, VerificationReply } from "../../../../app/http/schemas/verifications.ts";
import { type Env, tempFolder } from "../../../support/process.ts";
import { sharedServing, startServing } from "../../../support/serving.ts";
import { documentedAt, operationsOf } from "./documented.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { startInProcess } from "../in-process.ts";
import { EVERY_SURFACE, realRoutes } from "../request/routes.ts";

const ramz = sharedServing(EVERY_SURFACE);
const documentOf = async () => (await ramz.api.get("/openapi/json")).body;

/** An app with a key. */
const apps = (further: string) => `[apps.shop]\nkeys = [${line(testKey(), ["admin"])}]\n${further}\n`;

function goodReplyAt(path: string) {
  if (path.endsWith("/checks")) return ApprovedReply;
  if (path === "/v1/proofs/redeem") return RedeemReply;
  return path.startsWith("/v1/deliveries") ? DeliveryReply : VerificationReply;
}

describe("the document", () => {
  test("names every route of the program, and no other", async () => {
    const real = (await realRoutes())
      .filter(({ path }) => !/^\/(openapi|dev|assets)?(\/|$)$|^\/(openapi|dev|assets)\//.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    const documented = operationsOf(await documentOf()).map(({ method, path }) => `${method} ${path}`);
    expect(documented.sort()).toEqual([...new Set(real)].sort());
    expect(real).toContain("POST /v1/verifications");
  });

  test("is OpenAPI 3 with title and version, and says what each operation is for", async () => {
    const document = await documentOf();
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.[01]\.\d+$/),
      info: { title: "Ramz", version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    });
    const operations = operationsOf(document);
    const ids = operations.map(({ operation }) => operation["operationId"]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      expect([path, operation]).toEqual([path, expect.objectContaining({ summary: expect.any(String) })]);
      expect([path, operation]).toEqual([path, expect.objectContaining({ tags: [expect.any(String)] })]);
    }
  });

  test("describes the replies of every operation", async () => {
    const silent = operationsOf(await documentOf())
      .filter(({ operation }) => Object.keys(Object(operation["responses"])).length === 0)
      .map(({ method, path }) => `${method} ${path}`);
    expect(silent).toEqual([]);
  });

  test("describes the body of every operation that reads one, and the id in every path with one", async () => {
    for (const { method, path, operation } of operationsOf(await documentOf())) {
      if (method === "POST") {
        expect([path, operation["requestBody"]]).toEqual([
          path,
          { content: expect.anything(), required: true },
        ]);
      }
      if (path.includes("{id}")) {
        const parameter = { name: "id", in: "path", required: true };
        expect(operation["parameters"]).toContainEqual(expect.objectContaining(parameter));
      }
    }
  });

  test("has the header Idempotency-Key where an answer may be a repeated one", async () => {
    const document = await documentOf();
    const header = expect.objectContaining({ name: "Idempotency-Key", in: "header" });
    for (const { path, operation } of operationsOf(document)) {
      const isRepeated = JSON.stringify(operation["responses"]).includes("IdempotencyReplayed");
      const parameters = operation["parameters"] ?? [];
      if (isRepeated) expect([path, parameters]).toEqual([path, expect.arrayContaining([header])]);
      else expect([path, parameters]).toEqual([path, expect.not.arrayContaining([header])]);
    }
  });

  test("gives verifications, deliveries and problems the schemas that real replies are held against", async () => {
    const document = await documentOf();
    for (const { method, path } of operationsOf(document)) {
      if (!path.startsWith("/v1/")) continue;
      for (const [status, reply] of documentedAt(document, method, path)) {
        const good = Number(status) < 400;
        const type = good ? "application/json" : "application/problem+json";
        const name = `#/components/schemas/${good ? goodReplyAt(path).$id : ProblemReply.$id}`;
        const schema = good
          ? { $ref: name }
          : expect.objectContaining({ allOf: [{ $ref: name }, expect.anything()] });
        expect([path, status, reply]).toEqual([
          path,
          status,
          expect.objectContaining({ description: expect.any(String), content: { [type]: { schema } } }),
        ]);
      }
    }
  });

  test("has each named schema once, and the words of a choice as an enum", async () => {
    const { components } = Object(await documentOf());
    const { Problem, ProblemCode, Verification, ApprovedVerification } = components.schemas;
    expect(Problem.properties.code).toEqual({ $ref: "#/components/schemas/ProblemCode" });
    expect(ProblemCode).toMatchObject({
      type: "string",
      enum: expect.arrayContaining(Object.keys(PROBLEMS)),
    });
    expect(Verification.properties.provider).toEqual({ type: ["string", "null"] });
    expect(Verification.required).not.toContain("proof");
    expect(ApprovedVerification.required).toContain("proof");
  });
});

const securityOf = (document: unknown, path: string) =>
  operationsOf(document).find((one) => one.path === path)?.operation["security"];

async function serversOf(env: Env): Promise<unknown> {
  await using own = await startInProcess(env);
  return Object((await own.api.get("/openapi/json")).body).servers;
}

describe("the document names", () => {
  test.each([
    ["no key without apps", "", [[], [], []]],
    ["a key where one is asked for", apps(""), [[{ key: [] }], [{ key: [] }], []]],
    ["a key, or none where an app is public", apps("public = true"), [[{ key: [] }], [{ key: [] }, {}], []]],
  ])("%s", async (_, toml, [v1, legacy, operations]) => {
    using folder = tempFolder();
    folder.write("ramz.toml", toml);
    await using own = await startServing({ RAMZ_CONFIG: "ramz.toml", RAMZ_PROVIDERS: "console" }, folder);
    const document = (await own.api.get("/openapi/json")).body;
    expect(securityOf(document, "/v1/verifications")).toEqual(v1);
    expect(securityOf(document, "/api/v1/usr/otp")).toEqual(legacy);
    expect(securityOf(document, "/readyz")).toEqual(operations);
  });

  test("where Ramz is reached", async () => {
    expect(await serversOf({})).toEqual([{ url: "/" }]);
    expect(await serversOf({ RAMZ_PUBLIC_URL: "https://otp.example" })).toEqual([
      { url: "https://otp.example" },
    ]);
  });
});

describe("the page", () => {
  test("and its assets come from this process, and name no other host", async () => {
    const page = await ramz.api.get("/openapi");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toStartWith("text/html");
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThanOrEqual(2);
    expect(page.text).not.toMatch(/https?:|"\/\//);
    for (const link of links) {
      const asset = await ramz.api.get(link);
      expect([link, asset.status]).toEqual([link, 200]);
      expect(asset.text.length).toBeGreaterThan(10_000);
      expect(asset.headers.get("content-type")).toMatch(/^text\/(css|javascript)/);
    }
  });

  test("of the inbox names no other host either", async () => {
    const page = await ramz.api.get("/dev/inbox");
    expect(page.status).toBe(200);
    expect(page.text.replaceAll(ramz.api.url, "")).not.toMatch(/https?:|"\/\//);
  });
});
