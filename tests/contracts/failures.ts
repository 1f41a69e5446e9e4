/** Which sentences of a contract do not hold, instead of a test run. */

export async function failuresOf(
  run: (test: (title: string, body: () => Promise<void>) => void) => void,
): Promise<readonly string[]> {
  const bodies: [string, () => Promise<void>][] = [];
  run((title, body) => void bodies.push([title, body]));
  const failed: string[] = [];
  for (const [title, body] of bodies) await body().catch(() => failed.push(title));
  return failed;
}
