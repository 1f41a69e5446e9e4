/** Reads an OpenAPI document, which comes as plain JSON, and holds replies against it. */
import { expect } from "bun:test";
import { type Reply, verificationIn, wordOf } from "../../../support/http.ts";

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operation: Readonly<Record<string, unknown>>;
}

const entries = (value: unknown): readonly (readonly [string, unknown])[] => Object.entries(Object(value));

export function operationsOf(document: unknown): readonly Operation[] {
  const paths = entries(document).find(([name]) => name === "paths")?.[1];
  return entries(paths).flatMap(([path, methods]) =>
    entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: Object.fromEntries(entries(operation)),
    })),
  );
}

/** The documented replies of an operation, by status. */
export function documentedAt(document: unknown, method: string, path: string): ReadonlyMap<string, unknown> {
  const found = operationsOf(document).find((one) => one.method === method && one.path === path);
  const replies = entries(found?.operation["responses"]);
  return new Map(replies.map(([status, reply]) => [status, resolved(document, reply)]));
}

/** What a reference stands for; anything else as it is. */
export function resolved(document: unknown, value: unknown): unknown {
  const pointer: unknown = Object(value).$ref;
  if (typeof pointer !== "string") return value;
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((inside, name) => Object(inside)[name], document);
}

export const START = ["POST", "/v1/verifications"] as const;
export const READ = ["GET", "/v1/verifications/{id}"] as const;
export const CANCEL = ["DELETE", "/v1/verifications/{id}"] as const;
export const CHECK = ["POST", "/v1/verifications/{id}/checks"] as const;
export const BY_NUMBER = ["POST", "/v1/checks"] as const;
export type Route = readonly [method: string, path: string];

/** The reply has this word, and is documented for its route with that status, code, content type and shape. */
export async function expectReplyDocumented(
  document: unknown,
  [method, path]: Route,
  coming: Promise<Reply>,
  word: string,
): Promise<Reply> {
  const reply = await coming;
  expect(wordOf(reply)).toBe(word);
  if (reply.status < 400) verificationIn(reply);
  const [status = "", code] = word.split(" ");
  const documented = documentedAt(document, method, path).get(status);
  const type = code === undefined ? "application/json" : "application/problem+json";
  const found = JSON.stringify(documented) ?? "";
  expect([path, word, found.includes(`"${type}"`), found.includes(code ? `\`${code}\`` : "")]).toEqual([
    path,
    word,
    true,
    true,
  ]);
  return reply;
}
