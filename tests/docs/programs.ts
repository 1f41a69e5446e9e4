/** Programs that pages show whole: each is a file beside the test that runs it, so it is checked, linted and formatted like any other. */
import { Glob } from "bun";
import { readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";

const FOLDER = join(import.meta.dir, "login-libraries");
/** Files of that folder that are about the tests and stand on no page. */
const OWN = /\.test\.ts$|^ramz-of-page\.ts$/;

/** A code block for each program, by the program's name without its ending. */
export function programs(): Readonly<Record<string, () => Promise<string>>> {
  const files = [...new Glob("*.{ts,js,cjs,py}").scanSync(FOLDER)].filter((file) => !OWN.test(file));
  return Object.fromEntries(files.map((file) => [basename(file, extname(file)), async () => block(file)]));
}

function block(file: string): string {
  const text = readFileSync(join(FOLDER, file), "utf8");
  const language = extname(file).slice(1).replace("py", "python").replace("cjs", "js");
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}
