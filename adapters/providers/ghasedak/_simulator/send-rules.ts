/** The simulated vendor's rules for a send: the messages of a request, or the code of a refusal. Pure. */
import { isObject, type JsonObject, textOf } from "../../_kit/json-values.ts";
import type { Outgoing } from "../../_simulator/outbox.ts";
import type { AccountOptions } from "./api.ts";

/** A message with the caller's own reference. What makes the vendor answer 451 is not documented, so it does so on order alone. */
export interface Addressed extends Outgoing {
  readonly reference: string;
}

export type Order =
  | { readonly kind: "order"; readonly messages: readonly Addressed[] }
  | { readonly kind: "refused"; readonly code: number };

type Rules = Pick<AccountOptions, "templates" | "lines">;

const SHARED_LINE = "30005088";
const TEXT_MAX = 1_000;

export function otpOrder(body: JsonObject, { templates }: Rules): Order {
  const { receptors, templateName, inputs, isVoice } = body;
  if (!Array.isArray(receptors) || receptors.length === 0 || !Array.isArray(inputs)) return refused(400);
  const template = templates.find(({ name }) => name === textOf(templateName));
  if (template === undefined || !template.isApproved) return refused(428);
  const values = new Map(inputs.filter(isObject).map(({ param, value }) => [textOf(param), textOf(value)]));
  const names = parametersOf(template.text);
  if (names.some((name) => !values.has(name))) return refused(429);
  const text = template.text.replaceAll(/%(\w+)%/g, (_, name: string) => values.get(name) ?? "");
  const code = values.get(names[0] ?? "") ?? "";
  const people = receptors.filter(isObject).map(({ mobile, clientReferenceId }) => ({
    to: mobileOf(mobile),
    reference: textOf(clientReferenceId),
  }));
  const channel = isVoice === true ? "call" : "sms";
  const common = { text, code, sender: SHARED_LINE, channel, method: "SendOtpSMS" } as const;
  const messages = people.flatMap(({ to, reference }) => (to === null ? [] : [{ to, reference, ...common }]));
  return messages.length === receptors.length ? { kind: "order", messages } : refused(400);
}

export function singleOrder(body: JsonObject, { lines }: Rules): Order {
  const { lineNumber, receptor, message, clientReferenceId } = body;
  const [to, sender, text] = [mobileOf(receptor), textOf(lineNumber), textOf(message)];
  if (to === null || text === "") return refused(400);
  if (!lines.includes(sender)) return refused(412);
  if (text.length > TEXT_MAX) return refused(413);
  if (/https?:|www\./i.test(text)) return refused(420);
  const code = /[0-9]{4,10}/.exec(text)?.[0] ?? "";
  const reference = textOf(clientReferenceId);
  const only = { to, text, code, sender, channel: "sms", method: "SendSingleSMS", reference } as const;
  return { kind: "order", messages: [only] };
}

/** The names of a template's parameters. */
export function parametersOf(text: string): readonly string[] {
  return [...text.matchAll(/%(\w+)%/g)].map(([, name = ""]) => name);
}

/** An Iranian mobile number as `09…`; null for any other. */
function mobileOf(value: unknown): string | null {
  const digits = /^(?:\+98|0098|98|0)?(9[0-9]{9})$/.exec(textOf(value))?.[1];
  return digits === undefined ? null : `0${digits}`;
}

function refused(code: number): Order {
  return { kind: "refused", code };
}
