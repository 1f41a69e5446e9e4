/** Acts of operators in words, for the command line and the console. One switch, no default. */
import { type Act, knownAct } from "../../domain/audit/acts.ts";
import type { ReadEntry } from "../../domain/audit/entry.ts";
import type { Language, Text } from "../language/language.ts";

/** What was done, without who did it. An act of a later version is named by its kind. */
export function actText({ act }: Pick<ReadEntry, "act">, language: Language): string {
  const known = knownAct(act);
  return known === null ? act.kind.replaceAll("_", " ") : textOf(known)[language];
}

function textOf(act: Act): Text {
  switch (act.kind) {
    case "signed_in":
      return { en: `signed in${from(act.from, " from ")}`, fa: `${from(act.from, "از ", " ")}وارد شد` };
    case "sign_in_failed":
      return {
        en: `a key that is not known was refused${from(act.from, " from ")}`,
        fa: `یک کلید ناشناخته ${from(act.from, "از ", " ")}رد شد`,
      };
    case "signed_out":
      return { en: "signed out", fa: "خارج شد" };
    case "unmasked": {
      const { number, reason } = act;
      return {
        en: `was shown the number ${isolated(number.masked)}${because(reason)}`,
        fa: `شمارهٔ ${isolated(number.masked)} را کامل دید${because(reason)}`,
      };
    }
    case "provider_rested":
      return {
        en: `rested the provider ${isolated(act.provider)} until ${time(act.until)}`,
        fa: `ارائه‌دهندهٔ ${isolated(act.provider)} را تا ${time(act.until)} متوقف کرد`,
      };
    case "provider_woken":
      return {
        en: `woke the provider ${isolated(act.provider)}`,
        fa: `ارائه‌دهندهٔ ${isolated(act.provider)} را دوباره فعال کرد`,
      };
    case "suspicion_lifted": {
      const place = isolated(act.network ?? act.place);
      return {
        en: `lifted the suspicion of the ${act.dimension} ${place} until ${time(act.until)}`,
        fa: `سوءظن به ${place} (${act.dimension}) را تا ${time(act.until)} رفع کرد`,
      };
    }
    case "unblocked":
      return {
        en: `lifted the limits of the number ${isolated(act.number.masked)} in the app ${isolated(act.app)}`,
        fa: `محدودیت‌های شمارهٔ ${isolated(act.number.masked)} را در برنامهٔ ${isolated(act.app)} برداشت`,
      };
    case "vendors_asked":
      return {
        en: "asked the vendors about their accounts",
        fa: "از ارائه‌دهنده‌ها دربارهٔ حساب‌هایشان پرس‌وجو کرد",
      };
    case "test_sent": {
      const by = act.provider === null ? "" : isolated(act.provider);
      return {
        en: `sent a test to ${isolated(act.number.masked)} in the app ${isolated(act.app)}${by && ` through ${by}`}`,
        fa: `برای ${isolated(act.number.masked)} در برنامهٔ ${isolated(act.app)}${by && ` از طریق ${by}`} پیام آزمایشی فرستاد`,
      };
    }
  }
}

/** In UTC, as the trail's own times are. */
function time(at: number): string {
  return isolated(new Date(at).toISOString().slice(0, 16).replace("T", " ") + " UTC");
}

function from(address: string | null, before: string, after = ""): string {
  return address === null ? "" : before + isolated(address) + after;
}

/** What an operator typed, in the direction of its own first letter (FSI). */
function because(reason: string | undefined): string {
  return reason === undefined ? "" : `: \u2068${reason}\u2069`;
}

/** In a right-to-left sentence, signs at the ends of a number or an address would change sides (Unicode, LRI and PDI). */
function isolated(text: string): string {
  return `\u2066${text}\u2069`;
}
