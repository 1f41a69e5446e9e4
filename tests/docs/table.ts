/** Tables and code in Markdown. */

export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, headings.map(() => "---"), ...rows];
  return cells.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}

export const code = (text: string): string => `\`${text}\``;
