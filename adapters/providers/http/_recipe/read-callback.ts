/** Reads a call of the vendor as the recipe says: its proof, then the messages it reports. */
import type { Callback, CallbackReading, MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { sameText } from "../../_kit/callback-proofs.ts";
import { parseExactJson } from "../../_kit/exact-json.ts";
import type { Receipt } from "./format-receipts.ts";
import { step, textAt } from "./paths.ts";
import { filled, type Values } from "./placeholders.ts";
import { compileProof } from "./prove-callback.ts";

export type CallbackRecipe = NonNullable<Receipt["callback"]>;

/** `values` are the options of the recipe. */
export function createCallbackReader(
  receipt: Receipt,
  callback: CallbackRecipe,
  values: Values,
): (call: Callback) => Promise<CallbackReading> {
  const prove = compileProof(callback.proof, values);
  const challenge = callback.challenge && compileChallenge(callback.challenge, values);
  return async (call) => {
    const answer = challenge?.(call);
    if (answer !== undefined) return { kind: "challenge", answer };
    const body = bodyOf(call, callback.format);
    if (body === undefined) return { kind: "refused" };
    const proof = await prove(call, body);
    if (proof === "refused") return { kind: "refused" };
    const statuses = itemsIn(body, callback.each).flatMap((item) => statusIn(item, receipt, callback) ?? []);
    return proof === "hint"
      ? { kind: "hint", messageIds: statuses.map(({ messageId }) => messageId) }
      : { kind: "statuses", proof, statuses };
  };
}

/** The answer to the vendor's question whether the address is right; undefined for any other call, and for all when no word is set. */
function compileChallenge(
  { when, equals, answer }: NonNullable<CallbackRecipe["challenge"]>,
  values: Values,
): (call: Callback) => string | undefined {
  const expected = filled(equals, values);
  return ({ method, query }) => {
    if (expected === null) return undefined;
    const fields = new URLSearchParams(query);
    const isRight = method === "GET" && sameText(fields.get(when) ?? "", expected);
    return isRight ? (fields.get(answer) ?? undefined) : undefined;
  };
}

/** The fields of the call in the first of these formats that it has. */
function bodyOf({ body, query, headers }: Callback, formats: CallbackRecipe["format"]): unknown {
  const type = headers["content-type"] ?? "";
  for (const format of formats) {
    if (format === "json" && (type.includes("json") || /^\s*[[{]/.test(body))) return parseExactJson(body);
    if (format === "form" && body !== "" && !type.includes("json")) return fieldsOf(body);
    if (format === "query" && query !== "") return fieldsOf(query);
  }
  return undefined;
}

function fieldsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** One report of a call, with what holds the list it is in. */
interface Item {
  readonly value: unknown;
  readonly parent: unknown;
}

/** `*` goes into every item of a list. The last step ends at the list of reports. */
function itemsIn(body: unknown, each: string | undefined): readonly Item[] {
  if (each === undefined || each === "") return [{ value: body, parent: undefined }];
  const keys = each.split(".");
  const last = keys.pop() ?? "";
  const parents = keys.reduce<readonly unknown[]>(
    (values, key) => values.flatMap((value) => (key === "*" ? listOf(value) : [step(opened(value), key)])),
    [body],
  );
  return parents.flatMap((parent) => {
    const list = last === "*" ? listOf(parent) : listOf(step(opened(parent), last));
    return list.map((value) => ({ value, parent }));
  });
}

function listOf(value: unknown): readonly unknown[] {
  const inner: unknown = opened(value);
  return Array.isArray(inner) ? inner : [];
}

/** A field of a form may hold JSON. */
function opened(value: unknown): unknown {
  return typeof value === "string" ? parseExactJson(value) : value;
}

function statusIn(item: Item, receipt: Receipt, callback: CallbackRecipe): MessageStatus | null {
  const at = (path: string | undefined) => {
    if (path === undefined) return undefined;
    const [from, rest] = path.startsWith("^.") ? [item.parent, path.slice(2)] : [item.value, path];
    return textAt({ status: 200, headers: {}, body: from }, rest);
  };
  const messageId = at(callback.id) ?? at(callback.ref);
  if (messageId === undefined || messageId === "") return null;
  return statusOf(receipt, messageId, {
    state: at(callback.state),
    reason: at(callback.reason),
    carrier: at(callback.carrier),
  });
}

/** What the vendor writes of one message, in its own words. */
interface Said {
  readonly state: string | undefined;
  readonly reason: string | undefined;
  readonly carrier: string | undefined;
}

/** The state in the recipe's words; one that it does not list may still change. */
export function statusOf(
  { states, carriers = {} }: Receipt,
  messageId: string,
  { state, reason, carrier }: Said,
): MessageStatus {
  const found = (words: readonly string[]) => state !== undefined && words.includes(state);
  const operator = carrier !== undefined && Object.hasOwn(carriers, carrier) ? carriers[carrier] : undefined;
  const named = operator === undefined ? {} : { carrier: operator };
  if (found(states.delivered)) return { messageId, state: "delivered", ...named };
  if (!found(states.undelivered)) return { messageId, state: "pending", ...named };
  return { messageId, state: "undelivered", reason: reason ?? state ?? "", ...named };
}
