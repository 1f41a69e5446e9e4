/** The files that run Ramz elsewhere, as tests read them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT: string = join(import.meta.dir, "..", "..");

export function pathOf(file: string): string {
  return join(ROOT, file);
}

export function textOf(file: string): string {
  return readFileSync(pathOf(file), "utf8");
}
