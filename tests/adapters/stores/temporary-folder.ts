import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  /** A new path in it; the file is not created. */
  file(name: string): string;
  remove(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), "ramz-"));
  let given = 0;
  return {
    path,
    file: (name) => join(path, `${given++}-${name}`),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
