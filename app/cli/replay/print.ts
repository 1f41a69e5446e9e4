/** A comparison as text for a terminal. */
import type { GuardRules } from "../../../domain/rate-limits/pumping-guard.ts";
import type { Comparison, Sums } from "./compare.ts";
import { DIMENSIONS } from "../../../domain/rate-limits/rule.ts";
import { MINUTE_MS } from "../../../domain/time.ts";

const PLACES_MAX = 20;

export function printComparison(compared: Comparison, guard: GuardRules): string {
  const { sends, from, to, happened, replayed, newly_blocked: lost, newly_sent: regained, places } = compared;
  const floors = DIMENSIONS.map((dimension) => `${dimension} ${guard.floor[dimension]}`).join(", ");
  const rules = `tolerance ${Math.round(guard.perApproval * 100)} %, window ${guard.windowMs / MINUTE_MS} minutes, floors: ${floors}`;
  const saved = Math.abs(compared.saved_rial).toLocaleString("en-US");
  return [
    `${sends} sends from ${from} to ${to}`,
    `guard: ${rules}`,
    "",
    row("", "happened", "replayed"),
    ...ROWS.map(([name, valueOf]) => row(name, String(valueOf(happened)), String(valueOf(replayed)))),
    "",
    `Of the sends that went out, ${lost.sends} would be blocked. ${lost.confirmed} of these were confirmed: good users lost.`,
    ...(regained.sends > 0
      ? [
          `Of the sends that were blocked, ${regained.sends} would go out. How many of these would be confirmed is unknown.`,
        ]
      : []),
    compared.saved_rial < 0 ? `It would cost ${saved} Rial more.` : `It would save ${saved} Rial.`,
    ...(places.length > 0 ? ["", row("blocked at", "blocked", "confirmed")] : []),
    ...places
      .slice(0, PLACES_MAX)
      .map(({ rule, place, blocked, confirmed }) =>
        row(`${rule} ${place}`, String(blocked), String(confirmed)),
      ),
    ...(places.length > PLACES_MAX
      ? [`and ${places.length - PLACES_MAX} more places; --json prints all`]
      : []),
  ].join("\n");
}

const ROWS: readonly (readonly [name: string, valueOf: (sums: Sums) => number])[] = [
  ["sent", ({ sent }) => sent],
  ...DIMENSIONS.map(
    (dimension) =>
      [`refused by the guard: ${dimension}`, ({ refused_by_guard: by }: Sums) => by[dimension]] as const,
  ),
  ["refused by limits and budgets", ({ refused_otherwise: otherwise }) => otherwise],
];

function row(name: string, left: string, right: string): string {
  return name.padEnd(40) + left.padStart(12) + right.padStart(12);
}
