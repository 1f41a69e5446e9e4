/** The vendor of a recipe: it checks a request, and keeps what it sends. No network. */
import type { PhoneMessage, SimulatedAccount } from "../../_simulator/api.ts";
import type { VendorReply } from "../../_simulator/behaviour.ts";
import type { SimulatedVendor } from "../../_simulator/vendor.ts";
import type { Recipe } from "../_recipe/format.ts";
import {
  acceptanceOf,
  exampleReply,
  type MessageState,
  readReply,
  type ReportedState,
  refusal,
} from "./answers.ts";

/** A request, as far as the recipe explains it. */
export interface VendorRequest {
  readonly verb: string;
  /** The call that it is; empty for none. */
  readonly method: string;
  /** What its placeholders stand for; null when the recipe would not write it so. */
  readonly values: ReadonlyMap<string, string> | null;
  /** It has the account's key in the place where the recipe puts it. */
  readonly isAuthorized: boolean;
}

export interface Vendor extends SimulatedVendor<VendorRequest> {
  /** From now on this became of the message, at this carrier if one is named; null when the id is unknown. */
  report(messageId: string, state: MessageState, carrier?: string): object | null;
}

const DELIVERED: ReportedState = { state: "delivered" };

export type VendorOptions = Pick<SimulatedAccount, "now" | "onMessage">;

export function createVendor(recipe: Recipe, { now, onMessage }: VendorOptions): Vendor {
  const delivered: PhoneMessage[] = [];
  const states = new Map<string, ReportedState>();
  /** Ids of messages by the reference that a repeated call has again. */
  const idsByRef = new Map<string, string>();
  const accepted = acceptanceOf(recipe);

  function send(values: ReadonlyMap<string, string>): VendorReply {
    const ref = values.get("ref") ?? values.get("ref.uuid") ?? values.get("ref.int");
    const known = recipe.send.repeat === true && ref !== undefined ? idsByRef.get(ref) : undefined;
    if (known !== undefined) return exampleReply(recipe, "earlier") ?? accepted.reply(known);
    const messageId = accepted.id(delivered.length);
    if (ref !== undefined) idsByRef.set(ref, messageId);
    const message = { ...messageIn(recipe, values), messageId, at: now() };
    delivered.push(message);
    states.set(messageId, DELIVERED);
    onMessage?.(message);
    return accepted.reply(messageId);
  }

  return {
    delivered,
    answer({ method, values, isAuthorized }) {
      if (method === "") return { httpStatus: 404, text: "" };
      if (!isAuthorized) return refusal(recipe, "account");
      if (values === null) return refusal(recipe, "message");
      if (method === "send") return send(values);
      const wanted = values.get("message_id");
      const reported = wanted === undefined ? DELIVERED : states.get(wanted);
      return reported === undefined ? { httpStatus: 404, body: {} } : readReply(recipe, method, reported);
    },
    report(messageId, state, carrier) {
      if (!states.has(messageId)) return null;
      const reported = { state, ...(carrier !== undefined && { carrier }) };
      states.set(messageId, reported);
      return { messageId, ...reported };
    },
  };
}

function messageIn({ channels, title }: Recipe, values: ReadonlyMap<string, string>) {
  const [, to = ""] = [...values].find(([name]) => name.startsWith("number.")) ?? [];
  const text = values.get("text") ?? values.get("code") ?? "";
  const code = values.get("code") ?? /[0-9]{4,10}/.exec(text)?.[0] ?? "";
  return { to, text, code, sender: title, channel: channels[0] ?? "sms", method: "send" };
}
