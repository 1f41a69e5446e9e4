/** What every hostile request must meet, and the routes with a body that it is sent to. */
import { Value } from "@sinclair/typebox/value";
import { expect } from "bun:test";
import { join } from "node:path";
import { PreludeErrorReply } from "../../../../app/http/schemas/prelude.ts";
import { TwilioErrorReply } from "../../../../app/http/schemas/twilio.ts";
import {
  type Api,
  freshNumber,
  JSON_TYPE,
  problemIn,
  type Reply,
  verificationIn,
} from "../../../support/http.ts";
import { type Folder, STORE_FILE } from "../../../support/process.ts";
import { rowsIn } from "../../../support/rows.ts";

export interface Target {
  readonly path: string;
  /** A body that this route would take. */
  readonly good: Readonly<Record<string, string>>;
  readonly predecessor: boolean;
}

/** Every route that reads a body, aimed at a live verification, so that a mistake in reading would change something. */
export async function targets(api: Api): Promise<readonly Target[]> {
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to }));
  const code = await api.codeFor(to);
  const proof = await proofFrom(api);
  return [
    { path: "/v1/verifications", good: { to: freshNumber() }, predecessor: false },
    { path: `/v1/verifications/${id}/checks`, good: { code }, predecessor: false },
    { path: "/v1/checks", good: { to, code }, predecessor: false },
    { path: "/v1/proofs/redeem", good: { proof }, predecessor: false },
    { path: "/api/v1/usr/otp", good: { phone_number: freshNumber() }, predecessor: true },
    { path: "/api/v1/usr/otp/verify", good: { phone_number: to, code }, predecessor: true },
  ];
}

/** A proof that nobody has redeemed. */
async function proofFrom(api: Api): Promise<string> {
  const to = freshNumber();
  await api.post("/v1/verifications", { to });
  const reply = await api.post("/v1/checks", { to, code: await api.codeFor(to) });
  return verificationIn(reply).proof ?? "";
}

/** The routes by name, for tables of tests that are made before the process runs. */
export const ROUTES = [
  "start",
  "check by id",
  "check by number",
  "redeem",
  "predecessor send",
  "predecessor verify",
] as const;

export const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
export const TRACED = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };

/** Sends these bytes as a JSON body. */
export function postRaw(
  api: Api,
  path: string,
  body: RequestInit["body"],
  headers = JSON_TYPE,
): Promise<Reply> {
  return api.request(path, { method: "POST", headers: { ...headers, ...TRACED }, body: body ?? null });
}

/** A refusal in the words of its surface: never a 5xx, never a success, joined to the caller's trace. */
export function expectRefused(reply: Reply, path: string): void {
  expect([path, reply.text, reply.status >= 400 && reply.status < 500]).toEqual([path, reply.text, true]);
  if (path.startsWith("/api/v1/usr")) {
    expect(reply.headers.get("content-type")).toStartWith("application/json");
    expect(reply.body).toBeObject();
    return;
  }
  if (path.startsWith("/compat/twilio/")) {
    expect([reply.text, Value.Check(TwilioErrorReply, reply.body)]).toEqual([reply.text, true]);
    return;
  }
  if (path.startsWith("/compat/prelude/")) {
    expect([reply.text, Value.Check(PreludeErrorReply, reply.body)]).toEqual([reply.text, true]);
    expect(reply.body).toMatchObject({ request_id: TRACE });
    return;
  }
  expect(problemIn(reply)).toMatchObject({ status: reply.status, trace_id: TRACE });
}

/** Runs `work` and expects every row of every table to be as before. */
export async function expectUntouched({ path }: Folder, work: () => Promise<unknown>): Promise<void> {
  const rows = () => rowsIn(join(path, STORE_FILE)).join("\n");
  const before = rows();
  await work();
  expect(rows() === before).toBe(true);
}
