/** Reads the answers from which a recipe is made: where the key stands, which fields there are, what an accepted answer looks like. */
import { type FirstLeaf, firstLeaf, looksLikeId } from "./first-leaf.ts";

/** Where the key stands in a request. */
export interface KeyPlace {
  readonly auth: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, object>>;
  /** Options that name the account. */
  readonly account: string;
  /** The field of the body that holds the key. */
  readonly field?: string;
  /** The parameter of the query that holds it. */
  readonly inQuery?: string;
}

const API_KEY = { api_key: { secret: true, about: "API key, from the vendor's panel." } };

/** `bearer`, `basic`, `header X-API-KEY`, `query key` or `body key`; null for anything else. */
export function authOf(written: string): KeyPlace | null {
  const [kind, name] = written.split(/\s+/);
  const keyed = { options: API_KEY, account: "api_key" };
  if (kind === "bearer") return { ...keyed, auth: { kind, token: "{api_key}" } };
  if (kind === "basic") {
    const options = { user: { about: "User name." }, password: { secret: true, about: "Password." } };
    return { auth: { kind, user: "{user}", password: "{password}" }, options, account: "user" };
  }
  if (name === undefined) return null;
  if (kind === "header") return { ...keyed, auth: { kind, name, value: "{api_key}" } };
  if (kind === "query") return { ...keyed, auth: { kind }, inQuery: name };
  return kind === "body" ? { ...keyed, auth: { kind }, field: name } : null;
}

export function isPlace(place: string): boolean {
  return ["json", "form", "query"].includes(place);
}

/** `to={number.e164}, text=Hello, {text}`: a comma that no further name follows belongs to the value. */
export function fieldsOf(written: string): Readonly<Record<string, string>> {
  const pairs = written.split(/,\s*(?=[^,={}\s]+\s*=)/).map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ""));
}

/** `message.to` is the field `to` within `message`. */
export function nested(fields: Readonly<Record<string, string>>): object {
  const root = new Map<string, unknown>();
  for (const [path, value] of Object.entries(fields)) {
    const parts = path.split(".");
    const last = parts.pop() ?? "";
    let table = root;
    for (const part of parts) {
      const found = table.get(part);
      const inner = found instanceof Map ? found : new Map<string, unknown>();
      table.set(part, inner);
      table = inner;
    }
    table.set(last, value);
  }
  return asObject(root);
}

function asObject(table: ReadonlyMap<string, unknown>): object {
  return Object.fromEntries(
    [...table].map(([key, value]) => [key, value instanceof Map ? asObject(value) : value]),
  );
}

/** An answer that accepts a message. */
export interface Accepted {
  readonly http: number;
  readonly body: string;
  /** The message's id; null when nothing looks like one. */
  readonly id: FirstLeaf | null;
  /** Its first value, by which it is known again without an id. */
  readonly mark: FirstLeaf;
}

/** `201 {"id": "m-1"}`; null for what is no status with a JSON body. */
export function acceptedOf(written: string): Accepted | null {
  const [, status, body = ""] = /^(\d{3})\s+([\s\S]+)$/.exec(written) ?? [];
  if (status === undefined) return null;
  try {
    const answer: unknown = JSON.parse(body);
    const mark = firstLeaf(answer, () => true);
    return mark === null ? null : { http: Number(status), body, id: firstLeaf(answer, looksLikeId), mark };
  } catch {
    return null;
  }
}
