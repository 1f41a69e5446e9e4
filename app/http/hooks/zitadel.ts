/** Zitadel's HTTP provider for SMS. It reads the status alone, and tries again while the code is good. */
import type { HookSettings } from "../../config/hook-settings.ts";
import { noCodeAt } from "../problems/hook-problems.ts";
import { refusedAsProblem, takenWith } from "./answers.ts";
import { purposeOf, textAt } from "./body-fields.ts";
import type { CodePattern, Proofs } from "../../service/opened-hook.ts";
import type { HookMessage, HookProtocol, HookUnreadable } from "./protocol.ts";
import { isTimedSignature, type TimedSignature } from "./signature.ts";

const SIGNATURE: TimedSignature = { header: "zitadel-signature", version: "v1", encoding: "hex" };

export function zitadelProtocol(
  { success }: HookSettings,
  _: CodePattern | null,
  proofs: Proofs,
): HookProtocol {
  return {
    body: "json",
    isProven: (request) => isTimedSignature(request, SIGNATURE, proofs),
    read,
    taken: (delivery) => takenWith(success ?? 200, delivery),
    refuse: refusedAsProblem,
  };
}

/** Its one-time codes are in `oTP`: it lowers the first letter of each name and no other. Older versions wrote the names as in Go. */
const CODES = ["code", "oTP", "OTP", "Code"].map((name) => ["args", name]);

function read(body: unknown): HookMessage | HookUnreadable {
  const to = textAt(body, [["contextInfo", "recipientPhoneNumber"]]);
  if (to === undefined) return { kind: "unreadable", code: "invalid_request", detail: NO_NUMBER };
  const code = textAt(body, CODES);
  if (code === undefined)
    return { kind: "unreadable", code: "code_not_found", detail: noCodeAt("args.code") };
  const purpose = purposeOf(textAt(body, [["contextInfo", "eventType"]]));
  return { kind: "message", to, code, ...(purpose !== undefined && { purpose }) };
}

const NO_NUMBER = {
  en: "The phone number is missing. Zitadel writes it as contextInfo.recipientPhoneNumber.",
  fa: "شمارهٔ تلفن در درخواست نیست. Zitadel آن را در contextInfo.recipientPhoneNumber می‌نویسد.",
};
