/** The receipts of a recipe at work: it reads calls, asks about messages and gives feedback. */
import type { FeedbackOutcome, MessageStatus, ReceiptPort } from "../../../../domain/delivery/receipt.ts";
import { type EpochMs, SECOND_MS } from "../../../../domain/time.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import type { Recipe } from "./format.ts";
import type { Receipt } from "./format-receipts.ts";
import { compileLater, laterValues } from "./later-call.ts";
import { parseBody, textAt } from "./paths.ts";
import type { Values } from "./placeholders.ts";
import { hasSignature } from "./prove-callback.ts";
import { createCallbackReader, statusOf } from "./read-callback.ts";
import { type MessageContext, optionValues } from "./values.ts";

type Context = Pick<MessageContext, "options" | "optionRules">;

export function receiptsOf(recipe: Recipe, context: Context, host: ProviderHost): ReceiptPort {
  const { receipt } = recipe;
  const values = optionValues(context);
  const carriers = receipt === undefined ? [] : carriersOf(receipt, values);
  return {
    ...(receipt?.callback && { receipt: createCallbackReader(receipt, receipt.callback, values) }),
    ...(receipt?.poll && pollingOf(recipe, receipt, receipt.poll, context, host)),
    ...(carriers.length > 0 && { carriers }),
    ...(recipe.feedback && feedbackOf(recipe, recipe.feedback, context, host)),
  };
}

/** The operators that its receipts may name, where they are proven to be the vendor's: what only knew the address names none. */
function carriersOf({ carriers = {}, callback, poll }: Receipt, values: Values): readonly string[] {
  const isSigned = callback?.carrier !== undefined && hasSignature(callback.proof, values);
  return isSigned || poll?.carrier !== undefined ? [...new Set(Object.values(carriers))] : [];
}

function pollingOf(
  recipe: Recipe,
  receipt: Receipt,
  poll: NonNullable<Receipt["poll"]>,
  context: Context,
  host: ProviderHost,
): Pick<ReceiptPort, "status" | "polling"> {
  const call = compileLater(recipe, poll);
  async function statusOfOne(messageId: string, deadline: EpochMs): Promise<MessageStatus> {
    const values = laterValues(context, { messageId, now: host.clock.now() });
    const answer = await host.exchange(call(values), deadline);
    if (answer.kind === "failed") throw new Error(answer.failure);
    // The vendor does not know the message, or not yet.
    if (answer.status === 404) return { messageId, state: "pending" };
    if (answer.status >= 300) throw new Error(`HTTP ${answer.status}`);
    if (answer.truncated) throw new Error("answer_too_large");
    const body = parseBody(answer.text, recipe.parse ?? "json");
    const parsed = { status: answer.status, headers: answer.headers, body };
    const at = (path: string | undefined) => (path === undefined ? undefined : textAt(parsed, path));
    const said = { state: at(poll.state), reason: at(poll.reason), carrier: at(poll.carrier) };
    return statusOf(receipt, messageId, said);
  }
  return {
    polling: { afterMs: poll.after.map((seconds) => seconds * SECOND_MS), batchSize: 1 },
    status: (messageIds, deadline) => Promise.all(messageIds.map((id) => statusOfOne(id, deadline))),
  };
}

function feedbackOf(
  recipe: Recipe,
  { approved, canceled }: NonNullable<Recipe["feedback"]>,
  context: Context,
  host: ProviderHost,
): Pick<ReceiptPort, "feedback" | "feedbackOn"> {
  const calls = {
    approved: approved && compileLater(recipe, approved),
    canceled: canceled && compileLater(recipe, canceled),
  };
  const outcomes: readonly FeedbackOutcome[] = ["approved", "canceled"];
  return {
    feedbackOn: outcomes.filter((outcome) => calls[outcome] !== undefined),
    async feedback(outcome, message, deadline) {
      const call = calls[outcome];
      if (call === undefined) return;
      await host.exchange(call(laterValues(context, { ...message, now: host.clock.now() })), deadline);
    },
  };
}
