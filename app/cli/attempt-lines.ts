/** Attempts of a verification in words. */
import type { VerificationBody } from "../http/schemas/verifications.ts";

export type ShownAttempt = VerificationBody["attempts"][number];

/** One line each, and one more with the hint. `at` puts the time in front. */
export function attemptLines(attempts: readonly ShownAttempt[], at = false): readonly string[] {
  const wide = Math.max(0, ...attempts.map(({ provider }) => provider.length));
  return attempts.flatMap((attempt) => {
    const time = at ? `${attempt.started_at.slice(11, 23)}  ` : "";
    const line = `${time}${attempt.provider.padEnd(wide)}  ${factsOf(attempt)}`;
    return attempt.hint === undefined
      ? [line]
      : [line, `${" ".repeat(time.length + wide + 2)}${attempt.hint}`];
  });
}

function factsOf(attempt: ShownAttempt): string {
  const { outcome, fault, reason, vendor_code, message_id, cost_rial, duration_ms } = attempt;
  return [
    reason === undefined ? outcome : `${outcome}: ${reason}`,
    ...(fault === undefined ? [] : [`fault of the ${fault}`]),
    ...(vendor_code === undefined ? [] : [`vendor code ${vendor_code}`]),
    ...(message_id === undefined ? [] : [`message ${message_id}`]),
    ...(cost_rial === undefined ? [] : [`${cost_rial} Rial`]),
    ...(outcome === "skipped" ? [] : [`${duration_ms} ms`]),
  ].join(", ");
}
