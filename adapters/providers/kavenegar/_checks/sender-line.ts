/** Examines what plain SMS needs: a line and texts. The API does not list an account's lines, so only a send can prove a line. */
import type { Finding } from "../../_kit/plugin.ts";
import { type TextStyle, lintTexts } from "../../_kit/message-text.ts";
import type { Settings } from "../_api/records.ts";
import { PAGES } from "../_api/envelope-codes.ts";

const MOBILE = /^(\+98|0098|98|0)9[0-9]{9}$/;
const LINE = /^\+?[0-9]{4,14}$/;

/** `settings` is null when they could not be read. */
export function examineLine(sender: string, settings: Settings | null): Finding {
  const compare = `Compare KAVENEGAR_SENDER with the lines at ${PAGES.lines}`;
  if (MOBILE.test(sender) || !LINE.test(sender))
    return {
      level: "problem",
      subject: "sender",
      detail: `"${sender}" is ${MOBILE.test(sender) ? "a mobile number" : "not a number"}, so it is not a line to send from.`,
      remedy: compare,
    };
  const defaultLine = settings?.defaultSender ?? "";
  if (defaultLine === "")
    return {
      level: "ok",
      subject: "sender",
      detail: `The line ${sender} has the form of a line. The account has no default line to compare it with; only a real send can prove it.`,
    };
  if (plain(defaultLine) === plain(sender))
    return { level: "ok", subject: "sender", detail: `The line ${sender} is the account's default line.` };
  return {
    level: "warning",
    subject: "sender",
    detail: `The line ${sender} is not the account's default line, ${defaultLine}. A line that does not belong to the account is refused with 412.`,
    remedy: `${compare}; "ramz send --provider kavenegar/sms" tests it.`,
  };
}

/** Without the country's prefix. */
function plain(line: string): string {
  return line.replace(/^(\+98|0098|0)/, "");
}

export function examineTexts(style: TextStyle): readonly Finding[] {
  const problems = lintTexts(style);
  if (problems.length === 0)
    return [
      { level: "ok", subject: "texts", detail: "Each text begins with the code and fits one message." },
    ];
  const remedy = 'Change it in the file, under [provider."kavenegar/sms".texts].';
  return problems.map((detail) => ({ level: "problem", subject: "texts", detail, remedy }));
}
