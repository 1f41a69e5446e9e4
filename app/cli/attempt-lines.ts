/** The attempts of a verification as lines for a terminal. */
import type { OperatorsAttempt } from "../service/present-attempt.ts";

/** One line for each attempt, and a second one with its hint. `withTime` begins the lines with the time of the attempt. */
export function attemptLines(attempts: readonly OperatorsAttempt[], withTime = false): readonly string[] {
  const width = Math.max(0, ...attempts.map(({ provider }) => provider.length));
  return attempts.flatMap((attempt) => {
    const time = withTime ? `${attempt.started_at.slice(11, 23)}  ` : "";
    const line = `${time}${attempt.provider.padEnd(width)}  ${factsOf(attempt)}`;
    return attempt.hint === undefined
      ? [line]
      : [line, `${" ".repeat(time.length + width + 2)}${attempt.hint}`];
  });
}

function factsOf(attempt: OperatorsAttempt): string {
  const { channel, outcome, fault, reason, template, line } = attempt;
  const { vendor_code, message_id, cost_rial, duration_ms, receipt } = attempt;
  return [
    reason === undefined ? outcome : `${outcome}: ${reason}`,
    ...(channel === "sms" ? [] : [`by ${channel}`]),
    ...(fault === undefined ? [] : [`fault of the ${fault}`]),
    ...(template === undefined ? [] : [`template ${template}`]),
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(vendor_code === undefined ? [] : [`vendor code ${vendor_code}`]),
    ...(message_id === undefined ? [] : [`message ${message_id}`]),
    ...(cost_rial === undefined ? [] : [`${cost_rial} Rial`]),
    ...(outcome === "skipped" ? [] : [`${duration_ms} ms`]),
    ...(receipt === undefined ? [] : [receiptText(receipt)]),
  ].join(", ");
}

function receiptText({ state, after_ms, reason }: NonNullable<OperatorsAttempt["receipt"]>): string {
  return `${state} after ${after_ms} ms${reason === undefined ? "" : ` (${reason})`}`;
}
