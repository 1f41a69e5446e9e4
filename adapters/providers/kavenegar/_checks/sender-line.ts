/** Examines what plain SMS needs, a line. The API does not list an account's lines, so only a send can prove a line. */
import type { Finding } from "../../_kit/plugin.ts";
import type { Settings } from "../_api/records.ts";
import { PAGES } from "../_api/envelope-codes.ts";

const MOBILE = /^(\+98|0098|98|0)9[0-9]{9}$/;
const LINE = /^\+?[0-9]{4,14}$/;

/** `sender` is undefined when the account's default line is used; `settings` is null when they could not be read. */
export function examineLine(sender: string | undefined, settings: Settings | null): Finding {
  if (sender === undefined) return examineDefaultLine(settings);
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

function examineDefaultLine(settings: Settings | null): Finding {
  const setLine = `Set KAVENEGAR_SENDER to a line listed at ${PAGES.lines}`;
  if (settings === null)
    return {
      level: "warning",
      subject: "sender",
      detail: "No sender is set, and the account's default line cannot be read.",
      remedy: `${setLine}.`,
    };
  if (settings.defaultSender === "")
    return {
      level: "problem",
      subject: "sender",
      detail: "No sender is set, and the account has no default line, so plain SMS cannot be sent.",
      remedy: `${setLine}, or remove kavenegar/sms from RAMZ_PROVIDERS.`,
    };
  return {
    level: "ok",
    subject: "sender",
    detail: `No sender is set, so plain SMS uses the account's default line, ${settings.defaultSender}.`,
  };
}

/** Without the country's prefix. */
function plain(line: string): string {
  return line.replace(/^(\+98|0098|0)/, "");
}

/** Invalid texts stop the start, so the texts of a provider that runs are valid. */
export const TEXTS_ARE_VALID: Finding = {
  level: "ok",
  subject: "texts",
  detail: "Each text starts with the code and fits one message.",
};
