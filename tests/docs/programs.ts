/** Programs that pages show whole: each is a file beside the test that runs it, so it is checked, linted and formatted like any other. */
import { Glob } from "bun";
import { readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";

const FOLDERS = ["login-libraries", "end-to-end"].map((folder) => join(import.meta.dir, folder));
/** Files of those folders that are about the tests and stand on no page. */
const OWN = /\.test\.ts$|\.config\.ts$|^(ramz-of-page|application)\.ts$/;

/** A code block for each program, by the program's name without its ending. */
export function programs(): Readonly<Record<string, () => Promise<string>>> {
  const files = FOLDERS.flatMap((folder) =>
    [...new Glob("*.{ts,js,cjs,py}").scanSync(folder)]
      .filter((file) => !OWN.test(file))
      .map((file) => join(folder, file)),
  );
  return Object.fromEntries(files.map((file) => [basename(file, extname(file)), async () => block(file)]));
}

function block(path: string): string {
  const text = readFileSync(path, "utf8");
  const language = extname(path).slice(1).replace("py", "python").replace("cjs", "js");
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}
