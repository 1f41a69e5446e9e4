/**
 * Kubernetes' own schemas, as the package kubernetes-models has them: as types, which know every field, and as validators. A manifest is
 * written as a value of its type, so that the compiler refuses what the type does not have.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../support/run-program.ts";
import { pathOf } from "./files.ts";

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Where packages are found by their names. */
const CACHE = pathOf("node_modules/.cache");

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: "preserve",
    moduleResolution: "bundler",
    types: [],
  },
  files: ["manifests.ts"],
};

/** What the schemas refuse; a line each. */
export function schemaFaultsIn(manifests: readonly Manifest[]): readonly string[] {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "ramz-kubernetes-"));
  try {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    writeFileSync(join(folder, "manifests.ts"), manifests.map(typed).join("\n"));
    const command = [process.execPath, "check", "--no-script", "-p", join(folder, "tsconfig.json")];
    const { code, printed } = runProgram(command);
    return code === 0 ? [] : printed.split("\n").filter((line) => line.includes("error TS"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function typed(manifest: Manifest, index: number): string {
  const { apiVersion, kind } = manifest;
  return [
    `import type { I${kind} as Kind${index} } from "kubernetes-models/${apiVersion}";`,
    `export const manifest${index}: Kind${index} = ${JSON.stringify(manifest)};`,
  ].join("\n");
}
