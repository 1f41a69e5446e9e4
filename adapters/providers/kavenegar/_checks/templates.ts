/** Looks whether the templates a provider names are there, approved, and hold a place for the code. */
import type { Finding } from "../../_kit/plugin.ts";
import type { Kavenegar } from "../_api/client.ts";
import { type Template, findingOf, readTemplates } from "../_api/records.ts";
import { PAGES } from "../_api/envelope-codes.ts";
import type { EpochMs } from "../../../../domain/time.ts";

export interface WantedTemplate {
  readonly name: string;
  /** Which of its texts is used. */
  readonly kind: "sms" | "call";
  /** The tokens that text must hold, e.g. `%token`. */
  readonly tokens: readonly string[];
}

export async function examineTemplates(
  kavenegar: Kavenegar,
  wanted: readonly WantedTemplate[],
  deadline: EpochMs,
): Promise<readonly Finding[]> {
  const seen = await readTemplates(kavenegar, deadline);
  // Not every account may list its templates; that does not keep it from sending.
  if (seen.kind === "failed") return [findingOf("warning", "template", seen)];
  return wanted.map((one) => examineTemplate(one, seen.value));
}

function examineTemplate(wanted: WantedTemplate, templates: readonly Template[]): Finding {
  const { name, kind, tokens } = wanted;
  const template = templates.find((one) => one.name === name);
  if (template === undefined) return missing(name, templates);
  if (template.approval.toLowerCase() !== "approved") return unapproved(template);

  const text = template[kind];
  const absent = tokens.filter((token) => !holdsToken(text, token));
  if (absent.length > 0)
    return problem(
      `The ${kind === "call" ? "voice text" : "text"} of the template "${name}" has no ${absent.join(" and no ")}.`,
      `Make a new template with it at ${PAGES.templates}; editing this one sends it back to review.`,
    );
  return {
    level: "ok",
    subject: "template",
    detail: `The template "${name}" is approved and holds ${tokens.join(" and ")}.`,
  };
}

function missing(name: string, templates: readonly Template[]): Finding {
  const alike = templates.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const names = templates
    .slice(0, 10)
    .map((one) => one.name)
    .join(", ");
  const there = names === "" ? "The account has none" : `The account has: ${names}`;
  const remedy =
    alike === undefined
      ? `Set KAVENEGAR_TEMPLATE to one of them, or make it at ${PAGES.templates}`
      : `Capitals count: set KAVENEGAR_TEMPLATE to ${alike.name}.`;
  return problem(`There is no template "${name}". ${there}.`, remedy);
}

function unapproved({ name, approval }: Template): Finding {
  const remedy =
    approval.toLowerCase() === "rejected"
      ? `Read why at ${PAGES.templates} (the API does not tell), and make a new one.`
      : `Wait for the review, or set KAVENEGAR_TEMPLATE to an approved one; see ${PAGES.templates}`;
  return problem(`The template "${name}" is not approved, its state is ${approval || "not told"}.`, remedy);
}

/** Whether a text has a place for this token, written `%token` or `%token%`, and not only for another such as `%token2`. */
export function holdsToken(text: string, token = "%token"): boolean {
  return new RegExp(`${token}(?![0-9])`).test(text);
}

function problem(detail: string, remedy: string): Finding {
  return { level: "problem", subject: "template", detail, remedy };
}
