/**
 * What IPPanel's refusals mean. Its two codes say little: 400-1 is the key, 400-2 any wrong field. So the names of the fields in
 * `meta.errors` decide. Data only.
 */
import type { Hint } from "../../../../domain/delivery/provider.ts";
import { type AnswerClass, type ExplainedMeaning, hint } from "../../_kit/meanings.ts";
import { SHARED_REASONS } from "../../_kit/shared-reasons.ts";

export const PANEL = "https://ippanel.com";

export const KEY_CODE = "400-1";

function row(kind: AnswerClass, reason: string, means: Hint, remedy: Hint): ExplainedMeaning {
  return { code: null, class: kind, reason, means, remedy };
}

export const KEY_INVALID: ExplainedMeaning = row(
  "account",
  "key_invalid",
  hint("The vendor does not accept the key.", "ارائه‌دهنده این کلید را نمی‌پذیرد."),
  hint(
    `Compare IPPANEL_API_KEY with the access keys for developers at ${PANEL}; a key does not expire, a log-in token does.`,
    `مقدار IPPANEL_API_KEY را با کلیدهای دسترسی توسعه‌دهندگان در ${PANEL} مقایسه کنید؛ کلید منقضی نمی‌شود ولی توکن ورود منقضی می‌شود.`,
  ),
);

/** By the field that is wrong. A wrong recipient is no proof that the number does not exist: it was valid before it was sent. */
// prettier-ignore
export const FIELDS: Readonly<Record<string, ExplainedMeaning>> = {
  code: row("message", "template_unknown",
    hint("There is no active pattern with this code.", "الگوی فعالی با این کد وجود ندارد."),
    hint(`Compare IPPANEL_PATTERN with the patterns at ${PANEL}.`, `مقدار IPPANEL_PATTERN را با الگوهای ${PANEL} مقایسه کنید.`)),
  params: row("message", "template_parameter",
    hint("The pattern has other variables.", "متغیرهای الگو متفاوت است."),
    hint('Set IPPANEL_PARAMETER to the pattern\'s variable; "ramz doctor" shows it.', "مقدار IPPANEL_PARAMETER را همان متغیر الگو بگذارید؛ «ramz doctor» آن را نشان می‌دهد.")),
  from_number: row("message", "sender_invalid",
    hint("The account may not send from this line.", "حساب اجازهٔ ارسال از این خط را ندارد."),
    hint(`Compare IPPANEL_FROM with the lines at ${PANEL}.`, `مقدار IPPANEL_FROM را با خطوط ${PANEL} مقایسه کنید.`)),
  recipients: row("message", "recipient_unreadable",
    hint("The vendor does not accept the number's format.", "قالب شماره برای ارائه‌دهنده پذیرفته نیست."),
    hint("Nothing to do: the next provider is asked.", "نیازی به اقدام نیست؛ ارائه‌دهندهٔ بعدی امتحان می‌شود.")),
};

/** Any other field, among them a missing credit: the vendor has no code for it, so only `ramz doctor` shows that one. */
export const OTHER_FIELD: ExplainedMeaning = {
  code: null,
  class: "message",
  reason: "request_invalid",
  ...SHARED_REASONS.request_invalid,
};

export const FAULTS: readonly ExplainedMeaning[] = [KEY_INVALID, ...Object.values(FIELDS), OTHER_FIELD];
