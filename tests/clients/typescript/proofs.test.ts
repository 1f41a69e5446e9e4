/** Proofs that are verified without a call for each: what is accepted, and every way in which one is not. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createRamz } from "../../../app/clients/typescript/src/index.ts";
import { createProofVerifier, usedInMemory } from "../../../app/clients/typescript/src/proofs.ts";
import { createShiftedClock } from "../../e2e/chain/serving.ts";
import { freshNumber, verificationIn } from "../../support/http.ts";
import { startFlakyProxy } from "../flaky-proxy.ts";
import { rejectionOf, serveForClients, type Served } from "../served.ts";

const TEN_MINUTES_MS = 600_000;

let served: Served;
beforeAll(async () => {
  served = await serveForClients();
});
afterAll(() => served[Symbol.asyncDispose]());

async function proofOf({ api, key }: Served, to = freshNumber()): Promise<string> {
  await api.post("/v1/verifications", { to, purpose: "login" }, key.headers);
  const guess = { to, purpose: "login", code: await api.codeFor(to) };
  return verificationIn(await api.post("/v1/checks", guess, key.headers)).proof ?? "";
}

const verifierOf = ({ api }: Served, app = "shop") =>
  createProofVerifier({ baseUrl: api.url, app, used: usedInMemory() });
const refused = <R extends string>(reason: R) => ({ kind: "refused", reason }) as const;

test("a proof is valid once, for its purpose and app", async () => {
  const [verifier, to] = [verifierOf(served), freshNumber()];
  const proof = await proofOf(served, to);
  expect(await verifier.verify(proof, "payment")).toMatchObject(refused("other_purpose"));
  expect(await verifierOf(served, "bank").verify(proof, "login")).toMatchObject(refused("invalid"));
  const verified = await verifier.verify(proof, "login");
  expect(verified).toMatchObject({ kind: "valid", phoneNumber: to, purpose: "login" });
  expect(await verifier.verify(proof, "login")).toMatchObject(refused("replayed"));
});

test("Ramz may be below a path of a proxy: its keys and its calls are there", async () => {
  await using proxy = await startFlakyProxy(served.api.url);
  for (const path of ["/otp", "/otp/"]) {
    proxy.next();
    const baseUrl = proxy.url + path;
    const ramz = createRamz({ baseUrl, apiKey: served.key.key });
    expect(await ramz.get("none")).toMatchObject({ kind: "not_found" });
    const verifier = createProofVerifier({ baseUrl, app: "shop", used: usedInMemory() });
    expect(await verifier.verify(await proofOf(served), "login")).toMatchObject({ kind: "valid" });
    expect(proxy.seen).toEqual(["GET /otp/v1/verifications/none", "GET /otp/.well-known/jwks.json"]);
  }
});

test("one that is altered, unsigned, of another Ramz or no proof at all is invalid", async () => {
  const verifier = verifierOf(served);
  const proof = await proofOf(served);
  const [header = "", payload = "", signature = ""] = proof.split(".");
  const claims = {
    ...JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))),
    phone_number: "+989120000000",
  };
  const altered = btoa(JSON.stringify(claims)).replaceAll("=", "");
  const unsigned = btoa(JSON.stringify({ alg: "none" })).replaceAll("=", "");
  await using another = await serveForClients();
  const foreign = await proofOf(another);
  for (const bad of [`${header}.${altered}.${signature}`, `${unsigned}.${payload}.`, foreign, "none", ""])
    expect([bad, await verifier.verify(bad, "login")]).toEqual([bad, refused("invalid")]);
});

test("one that is too old is expired", async () => {
  const clock = createShiftedClock();
  clock.forward(-TEN_MINUTES_MS);
  await using past = await serveForClients({}, [], { clock });
  expect(await verifierOf(past).verify(await proofOf(past), "login")).toEqual(refused("expired"));
});

test("keys that cannot be read are no fault of the proof", async () => {
  const verifier = createProofVerifier({ baseUrl: "http://127.0.0.1:9", app: "shop", used: usedInMemory() });
  expect(await rejectionOf(verifier.verify(await proofOf(served), "login"))).toContain("connect");
});

test("a used proof is forgotten when it is too old anyway", () => {
  const used = usedInMemory();
  expect(used.claim("a", new Date(Date.now() + 60_000))).toBe(true);
  expect(used.claim("b", new Date(Date.now() - 1))).toBe(true);
  expect([used.claim("a", new Date()), used.claim("b", new Date())]).toEqual([false, true]);
});
