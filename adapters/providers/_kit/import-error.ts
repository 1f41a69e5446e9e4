/** The error of an import as one clause, with the line of the file that caused it. */

export function importErrorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const [first, ...others] = error.errors.map(importErrorText);
    return others.length === 0 ? `${first}` : `${first}, and ${others.length} more`;
  }
  if (!(error instanceof Error) && !(error instanceof BuildMessage)) return String(error);
  const place = placeOf(error);
  return place === null ? error.message : `${error.message} (${place})`;
}

/** Of a syntax error its position; of an error that the file threw, where it was thrown. Null when neither is known. */
function placeOf(error: Error | BuildMessage): string | null {
  if (error instanceof BuildMessage) {
    const { position } = error;
    return position === null ? null : `${position.file}:${position.line}:${position.column}`;
  }
  return /^\s*at (?:.*\()?(\/[^()]+:\d+:\d+)\)?$/m.exec(error.stack ?? "")?.[1] ?? null;
}
