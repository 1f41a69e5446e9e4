/** Notices of the rules across recipients, as metric labels and as log lines. */
import { placeOf, placeRule, type SendDecided } from "../../../domain/rate-limits/guard-replay-records.ts";
import type { Mode, Notice } from "../../../domain/rate-limits/rule.ts";
import type { ThrottledLog } from "../log/throttled-log.ts";

export function labelsOf(notice: Notice): Readonly<Record<string, string>> {
  const { kind: decision } = notice;
  switch (notice.kind) {
    case "exceeded":
      return { decision, rule: notice.rule, mode: notice.mode };
    case "suspicious":
      return { decision, rule: notice.dimension, mode: notice.mode };
    case "alarm":
      return { decision, rule: notice.rule };
    case "challenged":
      return { decision, rule: notice.rule, mode: notice.mode };
    case "challenge_passed":
      return { decision, rule: notice.rule };
    case "exempt":
      return { decision };
  }
}

/** The settings that hold a budget, by its rule. */
const BUDGET_SETTINGS: Readonly<Record<string, (app: string) => string>> = {
  service_messages_day: () => "RAMZ_MESSAGES_PER_DAY",
  service_rials_day: () => "RAMZ_RIAL_PER_DAY",
  app_messages_day: (app) => `apps.${app}.limits.messages_per_day`,
  service_newcomer_messages_day: () => "RAMZ_MESSAGES_PER_DAY",
  service_newcomer_rials_day: () => "RAMZ_RIAL_PER_DAY",
  app_newcomer_messages_day: (app) => `apps.${app}.limits.messages_per_day`,
  app_newcomer_rials_day: (app) => `apps.${app}.limits.rial_per_day`,
  app_rials_day: (app) => `apps.${app}.limits.rial_per_day`,
};

/** Logs a notice, at most once a minute for each rule and place. */
export function logNotice(notice: Notice, send: SendDecided, log: ThrottledLog): void {
  const { app } = send;
  switch (notice.kind) {
    case "alarm": {
      const { rule, used, limit } = notice;
      const message = `the budget ${rule} is nearly used up: ${used} of ${limit} in 24 hours`;
      return log(`alarm ${rule} ${app}`, "warn", message, { app, rule, used, limit, ...hintFor(rule, app) });
    }
    case "exceeded": {
      const { rule, mode, limit, place } = notice;
      const from = place === undefined ? "" : ` from ${place}`;
      const message = `${rule} ${verbOf(mode)} a send${from}: its limit is ${limit}`;
      const fields = { app, rule, mode, limit, ...(place !== undefined && { place }), ...hintFor(rule, app) };
      return log(`exceeded ${rule} ${mode} ${app}`, "warn", message, fields);
    }
    case "suspicious": {
      // A vouched send is counted and goes on, so it is not worth a line.
      if (send.standing === "vouched") return;
      const { dimension: rule, mode, used, approved, allowed } = notice;
      const place = placeOf(send, rule);
      const what =
        placeRule(rule) === null ? `the guard ${verbOf(mode)} a send` : `the guard ${narrowingOf(mode)}`;
      const message = `${what}: of ${used} to ${rule} ${place} ${approved} were confirmed`;
      const fields = { app, rule, mode, place, used, approved, allowed };
      return log(`suspicious ${rule} ${place} ${mode}`, "warn", message, fields);
    }
    // The line of the suspicious place says that newcomers are challenged, and the records say which.
    case "challenged":
    case "challenge_passed":
      return;
    case "exempt": {
      const { reason } = notice;
      const until = new Date(notice.until).toISOString();
      const fields = { app, reason, until };
      return log(`exempt ${app} ${reason}`, "info", `exempt until ${until}: ${reason}`, fields);
    }
  }
}

function verbOf(mode: Mode): string {
  return mode === "enforce" ? "refused" : "would have refused";
}

function narrowingOf(mode: Mode): string {
  return mode === "enforce" ? "asks newcomers for a challenge" : "would ask newcomers for a challenge";
}

/** What to do about a budget; nothing for any other rule. */
function hintFor(rule: string, app: string): { readonly hint?: string } {
  const setting = BUDGET_SETTINGS[rule]?.(app);
  return setting === undefined ? {} : { hint: `If this is real traffic, raise ${setting}.` };
}
