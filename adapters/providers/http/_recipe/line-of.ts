/** Finds the line of a recipe that a path leads to, so that a problem can name it. TOML's parser gives values without places. */

/** The 1-based line of the last part of `path` that can be found in order; null when not even the first is there. */
export function lineOf(toml: string, path: readonly string[]): number | null {
  let at = 0;
  let found: number | null = null;
  for (const key of path) {
    const next = placeOf(toml, key, at);
    if (next === null) continue;
    found = next;
    at = next;
  }
  return found === null ? null : toml.slice(0, found).split("\n").length;
}

/** Where the key is written next: before `=` in a table, or as a part of a `[header]`. */
function placeOf(toml: string, key: string, from: number): number | null {
  const name = `["']?${RegExp.escape(key)}["']?`;
  const pattern = new RegExp(`(?:^|[\\s{,[.])(${name})(?=\\s*=|\\s*\\.|\\s*\\])`, "gm");
  pattern.lastIndex = from;
  const match = pattern.exec(toml);
  return match === null ? null : match.index + match[0].length - (match[1] ?? "").length;
}
