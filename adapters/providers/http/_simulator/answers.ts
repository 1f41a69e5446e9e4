/** Answers of a recipe's vendor: the recipe's own examples, and what its other calls look for. */
import type { AnswerClass } from "../../_kit/meanings.ts";
import type { VendorReply } from "../../_simulator/behaviour.ts";
import type { Receipt } from "../_recipe/format-receipts.ts";
import type { Example, Recipe } from "../_recipe/format.ts";
import { parseBody, textAt } from "../_recipe/paths.ts";

/** The access token that it gives, and asks for. */
export const TOKEN = "simulated-access-token";
const TOKEN_SECONDS = "3600";
const CREDIT = "1000000";

/** The classes of which the recipe has an example, but `accepted`. */
export function refusalsOf({ example = [] }: Recipe): readonly AnswerClass[] {
  return [...new Set(example.map((one) => one.class))].filter((kind) => kind !== "accepted");
}

/** The refusal of a class, as the recipe's example has it. */
export function refusal(recipe: Recipe, kind: string): VendorReply {
  return exampleReply(recipe, kind) ?? { httpStatus: 400, text: "" };
}

/** The recipe's example of this class; null when it has none. */
export function exampleReply(recipe: Recipe, kind: string): VendorReply | null {
  const found = exampleOf(recipe, kind);
  return found === undefined ? null : { httpStatus: found.http, text: found.body ?? "" };
}

function exampleOf({ example = [] }: Recipe, kind: string): Example | undefined {
  return example.find((one) => one.class === kind);
}

/** How the vendor accepts messages. */
export interface Acceptance {
  /** The id of a message, in the form of the example's: its last digits count up. */
  id(count: number): string;
  /** The example, with this id in the place of its own; a recipe without ids keeps it as it is. */
  reply(messageId: string): VendorReply;
}

/** Throws when the recipe has no accepted example. */
export function acceptanceOf(recipe: Recipe): Acceptance {
  const found = exampleOf(recipe, "accepted");
  if (found === undefined) throw new Error(`The recipe of ${recipe.title} has no accepted example.`);
  const { http: httpStatus, body: text = "" } = found;
  const body = parseBody(text, recipe.parse ?? "json");
  const idAt = (path: string) => textAt({ status: httpStatus, headers: {}, body }, path);
  // Of `a|b`, the path at which the example has its id.
  const path = recipe.accept.id?.split("|").find((one) => idAt(one) !== undefined);
  if (path === undefined) return { id: (count) => `message-${count}`, reply: () => ({ httpStatus, text }) };
  const first = idAt(path) ?? "";
  return {
    id: (count) => idAfter(first, count),
    reply: (messageId) => ({ httpStatus, body: withText(body, path, messageId) }),
  };
}

function idAfter(id: string, count: number): string {
  if (!/\d/.test(id)) return `${id}-${count}`;
  return id.replace(/\d+(?=\D*$)/, (digits) =>
    String(BigInt(digits) + BigInt(count)).padStart(digits.length, "0"),
  );
}

/** What became of a message. */
export type MessageState = keyof Pick<Receipt["states"], "delivered" | "undelivered">;

/** What the vendor says of a message: its state, and its carrier in the vendor's own writing. */
export interface ReportedState {
  readonly state: MessageState;
  readonly carrier?: string;
}

/** A good answer to a call that sends nothing. `reported` is of the message it asks about. */
export function readReply(recipe: Recipe, method: string, reported: ReportedState): VendorReply {
  const values = Object.entries(valuesRead(recipe, method, reported));
  return {
    httpStatus: 200,
    body: values.reduce<unknown>((body, [path, text]) => withText(body, path, text), {}),
  };
}

/** What the recipe looks for in the answer to a call, by its path. */
function valuesRead(
  { send, examine, receipt }: Recipe,
  method: string,
  { state, carrier }: ReportedState,
): Readonly<Record<string, string>> {
  switch (method) {
    case "token":
      if (send.auth?.kind !== "oauth") return {};
      return { [send.auth.token]: TOKEN, [send.auth.expires ?? "expires_in"]: TOKEN_SECONDS };
    case "credit":
      return { [examine?.credit?.value ?? "credit"]: CREDIT };
    case "template": {
      const wanted = Object.entries(examine?.template?.when ?? {});
      return Object.fromEntries(wanted.map(([path, [text = ""]]) => [path, text]));
    }
    case "status":
      return {
        [receipt?.poll?.state ?? "state"]: receipt?.states[state][0] ?? "",
        ...(receipt?.poll?.carrier !== undefined &&
          carrier !== undefined && { [receipt.poll.carrier]: carrier }),
      };
    default:
      return {};
  }
}

/** The body with this text at the path, e.g. `jobs.0.status`. Where a number stood, a number stands again. */
function withText(body: unknown, path: string, text: string): unknown {
  if (path === "") return typeof body === "number" ? Number(text) : text;
  const [key = "", ...others] = path.split(".");
  const rest = others.join(".");
  if (Array.isArray(body) || (body === undefined && /^\d+$/.test(key))) {
    const items: readonly unknown[] = Array.isArray(body) ? body : [];
    return items.toSpliced(Number(key), 1, withText(items[Number(key)], rest, text));
  }
  const fields = new Map(Object.entries(typeof body === "object" && body !== null ? body : {}));
  return Object.fromEntries(fields.set(key, withText(fields.get(key), rest, text)));
}
