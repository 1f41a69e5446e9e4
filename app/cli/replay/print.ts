/** A comparison as text for a terminal. */
import type { GuardRules } from "../../../domain/rate-limits/pumping-guard.ts";
import type { Comparison, Sums } from "./compare.ts";
import { DIMENSIONS, PLACES, SOURCES } from "../../../domain/rate-limits/rule.ts";
import { MINUTE_MS } from "../../../domain/time.ts";

const PLACES_MAX = 20;

export function printComparison(compared: Comparison, guard: GuardRules): string {
  const { sends, from, to, happened, replayed, places } = compared;
  const { newly_blocked: lost, newly_challenged: challenged, newly_sent: regained } = compared;
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
    ...(challenged.sends > 0
      ? [
          `Of the others that went out, ${challenged.sends} would be asked for a challenge. ${challenged.confirmed} of these were confirmed. They cost ${compared.unsolved_rial.toLocaleString("en-US")} Rial.`,
        ]
      : []),
    ...(regained.sends > 0
      ? [
          `Of the sends that were blocked, ${regained.sends} would go out. How many of these would be confirmed is unknown.`,
        ]
      : []),
    compared.saved_rial < 0 ? `It would cost ${saved} Rial more.` : `It would save ${saved} Rial.`,
    ...(places.length > 0 ? ["", row("stopped at", "stopped", "confirmed")] : []),
    ...places
      .slice(0, PLACES_MAX)
      .map(({ rule, place, stopped, confirmed }) =>
        row(`${rule} ${place}`, String(stopped), String(confirmed)),
      ),
    ...(places.length > PLACES_MAX
      ? [`and ${places.length - PLACES_MAX} more places; --json prints all`]
      : []),
  ].join("\n");
}

const ROWS: readonly (readonly [name: string, valueOf: (sums: Sums) => number])[] = [
  ["sent", ({ sent }) => sent],
  ...SOURCES.map(
    (kind) => [`refused by the guard: ${kind}`, ({ refused_by_guard: by }: Sums) => by[kind]] as const,
  ),
  ...PLACES.map(
    (place) => [`asked for a challenge: ${place}`, ({ challenged_by_guard: by }: Sums) => by[place]] as const,
  ),
  ["refused by limits and budgets", ({ refused_otherwise: otherwise }) => otherwise],
];

function row(name: string, left: string, right: string): string {
  return name.padEnd(40) + left.padStart(12) + right.padStart(12);
}
