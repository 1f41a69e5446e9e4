/** Looks at what plain SMS needs: a line and texts. The API has no list of an account's lines, so a line can only be doubted. */
import type { Finding } from "../../_kit/plugin.ts";
import { type TextStyle, lintTexts } from "../../_kit/message-text.ts";
import type { Settings } from "../_api/records.ts";
import { PAGES } from "../_api/envelope-codes.ts";

const MOBILE = /^(\+98|0098|98|0)9[0-9]{9}$/;
const LINE = /^\+?[0-9]{4,14}$/;

/** `settings` is null when they could not be read. */
export function examineLine(sender: string, settings: Settings | null): Finding {
  const compare = `Compare KAVENEGAR_SENDER with ${PAGES.lines}`;
  if (MOBILE.test(sender) || !LINE.test(sender))
    return {
      level: "problem",
      subject: "sender",
      detail: `"${sender}" is ${MOBILE.test(sender) ? "a mobile number" : "no number"}, not a line to send from.`,
      remedy: compare,
    };
  const usual = settings?.defaultSender ?? "";
  if (usual === "")
    return {
      level: "ok",
      subject: "sender",
      detail: `The line ${sender} looks like one. The account names no line to compare it with; only a real send proves it.`,
    };
  if (plain(usual) === plain(sender))
    return { level: "ok", subject: "sender", detail: `The line ${sender} is the account's default.` };
  return {
    level: "warning",
    subject: "sender",
    detail: `The line ${sender} is not the account's default, which is ${usual}. A line that is not the account's is refused with 412.`,
    remedy: `${compare}; "ramz send --provider kavenegar/sms" proves it.`,
  };
}

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
