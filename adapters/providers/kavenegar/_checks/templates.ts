/** Examines whether the configured templates exist, are approved, and have a placeholder for the code. */
import type { Finding } from "../../_kit/plugin.ts";
import { failureFinding } from "../../_kit/read-result.ts";
import type { Kavenegar } from "../_api/client.ts";
import { type Template, readTemplates } from "../_api/records.ts";
import { PAGES } from "../_api/envelope-codes.ts";
import type { EpochMs } from "../../../../domain/time.ts";

export interface WantedTemplate {
  readonly name: string;
  /** Which text of the template is used. */
  readonly kind: "sms" | "call";
  /** The tokens that the text must contain, e.g. `%token`. */
  readonly tokens: readonly string[];
}

export async function examineTemplates(
  kavenegar: Kavenegar,
  wanted: readonly WantedTemplate[],
  deadline: EpochMs,
): Promise<readonly Finding[]> {
  const read = await readTemplates(kavenegar, deadline);
  // An account that may not list its templates can still send.
  if (read.kind === "failed") return [failureFinding("warning", "template", read)];
  return wanted.map((one) => examineTemplate(one, read.value));
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
      `Make a new template with it at ${PAGES.templates}. Editing this one would send it back to review.`,
    );
  return {
    level: "ok",
    subject: "template",
    detail: `The template "${name}" is approved and contains ${tokens.join(" and ")}.`,
  };
}

function missing(name: string, templates: readonly Template[]): Finding {
  const alike = templates.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const names = templates
    .slice(0, 10)
    .map((one) => one.name)
    .join(", ");
  const existing = names === "" ? "The account has none" : `The account has: ${names}`;
  const remedy =
    alike === undefined
      ? `Set KAVENEGAR_TEMPLATE to one of them, or make one at ${PAGES.templates}`
      : `Names are case-sensitive: set KAVENEGAR_TEMPLATE to ${alike.name}.`;
  return problem(`There is no template "${name}". ${existing}.`, remedy);
}

function unapproved({ name, approval }: Template): Finding {
  const remedy =
    approval.toLowerCase() === "rejected"
      ? `Read the reason at ${PAGES.templates} (the API does not give it), and make a new template.`
      : `Wait for the review, or set KAVENEGAR_TEMPLATE to an approved template; see ${PAGES.templates}`;
  return problem(`The template "${name}" is not approved. Its state is ${approval || "unknown"}.`, remedy);
}

/** Whether a text contains this token, as `%token` or `%token%`, and not only a longer one such as `%token2`. */
export function holdsToken(text: string, token = "%token"): boolean {
  return new RegExp(`${token}(?![0-9])`).test(text);
}

function problem(detail: string, remedy: string): Finding {
  return { level: "problem", subject: "template", detail, remedy };
}
