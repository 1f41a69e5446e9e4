/** The contract is not believed unless it finds what is planted: documents that promise something else than Ramz answers. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { startServing, type Serving } from "../../../support/serving.ts";
import { contractOf } from "./contract.ts";

let ramz: Serving;
let text: string;
beforeAll(async () => {
  ramz = await startServing({ RAMZ_PROVIDERS: "console" });
  ({ text } = await ramz.api.get("/openapi/json"));
});
afterAll(() => ramz[Symbol.asyncDispose]());

test.each([
  [
    "a status that is not documented",
    '"200":{"description":"Alive."',
    '"201":{"description":"Alive."',
    "getLiveness 200 is not documented",
  ],
  [
    "a word that is not documented",
    '"const":"live"',
    '"const":"alive"',
    "getLiveness 200 /status must be equal to constant",
  ],
  [
    "a content type that is not documented",
    '"text/plain"',
    '"text/csv"',
    "getMetrics 200 is text/plain, not text/csv",
  ],
  [
    "a header that is not documented",
    '"Content-Language":{',
    '"Content-Length":{',
    "has the header content-language",
  ],
])("%s", async (_, before, after, fault) => {
  const contract = contractOf(JSON.parse(text.replaceAll(before, after)));
  const api = contract.watched(ramz.api.url);
  for (const path of ["/healthz", "/metrics", "/v1/verifications/none"]) await api.get(path);
  expect(contract.faults().join("\n")).toContain(fault);
});

test("what is as documented is no fault, and what was not asked was not seen", async () => {
  const contract = contractOf(JSON.parse(text));
  await contract.watched(ramz.api.url).get("/healthz");
  expect(contract.faults()).toEqual([]);
  expect(contract.unseen()).not.toContain("getLiveness 200");
  expect(contract.unseen()).toContain("getMetrics 200");
});
