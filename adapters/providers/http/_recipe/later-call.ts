/** Calls of a recipe that carry no message: examinations, questions about messages, feedback. */
import type { EpochMs } from "../../../../domain/time.ts";
import type { Recipe } from "./format.ts";
import type { Call } from "./format-calls.ts";
import type { Values } from "./placeholders.ts";
import { type CompiledCall, compileCall } from "./render-call.ts";
import { type MessageContext, optionValues } from "./values.ts";

export function compileLater(recipe: Recipe, call: Call): CompiledCall {
  return compileCall(laterCall(recipe, call));
}

/** The call, authenticated as a send is unless it says otherwise. A token or a signature belongs to sends alone. */
export function laterCall({ send }: Recipe, call: Call): Call {
  const { method, url, headers, query, form, json, auth = send.auth } = call;
  return {
    method,
    url,
    ...(headers && { headers }),
    ...(query && { query }),
    ...(form && { form }),
    ...(json && { json }),
    ...(auth && auth.kind !== "hmac" && auth.kind !== "oauth" && { auth }),
  };
}

/** What such a call may hold beside options. */
export interface LaterFacts {
  readonly messageId: string;
  readonly code?: string;
  readonly now: EpochMs;
}

export function laterValues(
  context: Pick<MessageContext, "options" | "optionRules">,
  { messageId, code, now }: LaterFacts,
): Values {
  const ofOptions = optionValues(context);
  return (name) => {
    switch (name) {
      case "message_id":
        return messageId;
      case "code":
        return code;
      case "now.unix":
        return String(Math.floor(now / 1_000));
      case "now.utc":
        return new Date(now).toISOString().slice(0, 19).replace("T", " ");
      default:
        return ofOptions(name);
    }
  };
}
