/** The simulated vendor's rules for a send: the messages of a request, or the code of a refusal. Pure. */
import { isObject, type JsonObject, textOf, wholeNumber } from "../../_kit/json-values.ts";
import type { Outgoing } from "../../_simulator/outbox.ts";
import type { AccountOptions, SimulatedLine } from "./api.ts";

/** A send that the rules allow, or the code that refuses it. */
export type Order =
  | { readonly kind: "order"; readonly messages: readonly Outgoing[] }
  | { readonly kind: "refused"; readonly code: number };

type Rules = Pick<AccountOptions, "templates" | "lines" | "blacklist">;

/** The line that the vendor picks for templates. */
const SHARED_LINE = "30004505000017";
const VALUE_MAX = 25;
const MOBILES_MAX = 100;

export function verifyOrder(body: JsonObject, { templates, blacklist }: Rules): Order {
  const { templateId, parameters } = body;
  const to = mobileOf(body["mobile"]);
  if (to === null) return refused(104);
  const template = templates.find(({ id }) => id === wholeNumber(templateId));
  if (template === undefined || !template.isApproved) return refused(113);
  const names = [...template.text.matchAll(/#(\w+)#/g)].map(([, name = ""]) => name);
  if (names.length === 0) return refused(117);
  if (!Array.isArray(parameters) || parameters.length !== names.length) return refused(118);
  const values = new Map(parameters.filter(isObject).map(({ name, value }) => [textOf(name), textOf(value)]));
  if (names.some((name) => !values.has(name))) return refused(116);
  if ([...values.values()].some((value) => value.length > VALUE_MAX)) return refused(114);
  if (blacklist.includes(to)) return refused(115);
  const text = template.text.replaceAll(/#(\w+)#/g, (_, name: string) => values.get(name) ?? "");
  const code = values.get(names[0] ?? "") ?? "";
  return {
    kind: "order",
    messages: [{ to, text, code, sender: SHARED_LINE, channel: "sms", method: "send/verify" }],
  };
}

export function bulkOrder(body: JsonObject, rules: Rules): Order {
  const { lineNumber, messageText, mobiles } = body;
  if (!Array.isArray(mobiles) || mobiles.length === 0) return refused(16);
  const texts = mobiles.map(() => messageText);
  return plainOrder("send/bulk", lineNumber, texts, mobiles, rules);
}

export function likeToLikeOrder(body: JsonObject, rules: Rules): Order {
  const { lineNumber, messageTexts, mobiles } = body;
  if (!Array.isArray(mobiles) || !Array.isArray(messageTexts)) return refused(16);
  if (mobiles.length !== messageTexts.length) return refused(107);
  return plainOrder("send/likeToLike", lineNumber, messageTexts, mobiles, rules);
}

function plainOrder(
  method: string,
  lineNumber: unknown,
  texts: readonly unknown[],
  mobiles: readonly unknown[],
  { lines, blacklist }: Rules,
): Order {
  const line = lines.find(({ number }) => number === textOf(lineNumber));
  const fault = line === undefined ? 101 : lineFault(line);
  if (line === undefined || fault !== null) return refused(fault ?? 101);
  if (mobiles.length > MOBILES_MAX) return refused(105);
  if (texts.some((text) => textOf(text) === "")) return refused(103);
  const numbers = mobiles.map(mobileOf).filter((number) => number !== null);
  if (numbers.length !== mobiles.length) return refused(104);
  if (numbers.every((number) => blacklist.includes(number))) return refused(115);
  const messages = numbers.map((to, index): Outgoing => {
    const text = textOf(texts[index]);
    return {
      to,
      text,
      code: /[0-9]{4,10}/.exec(text)?.[0] ?? "",
      sender: line.number,
      channel: "sms",
      method,
    };
  });
  return { kind: "order", messages: messages.filter(({ to }) => !blacklist.includes(to)) };
}

function lineFault({ isActive, isOtpOnly }: SimulatedLine): number | null {
  if (!isActive) return 123;
  return isOtpOnly ? 124 : null;
}

/** An Iranian mobile number as `09…`, from the forms that the vendor accepts; null for any other. */
function mobileOf(value: unknown): string | null {
  const digits = /^(?:\+98|0098|98|0)?(9[0-9]{9})$/.exec(textOf(value))?.[1];
  return digits === undefined ? null : `0${digits}`;
}

function refused(code: number): Order {
  return { kind: "refused", code };
}
