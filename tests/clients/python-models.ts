/**
 * The models of the Python client, by datamodel-code-generator from PyPI. A machine with Debian's packages alone cannot run it, so what it
 * wrote is kept with a hash of the schemas that it read, which any machine can compare.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath, PYTHON } from "../support/programs.ts";

export const PYTHON_MODELS = "app/clients/python/src/ramz_client/models.py";

const GENERATOR = "datamodel-code-generator==0.89.0";
const OPTIONS = [
  "--input-file-type=openapi",
  "--output-model-type=typing.TypedDict",
  "--target-python-version=3.11",
  "--use-standard-collections",
  "--use-union-operator",
  "--use-schema-description",
  "--use-field-description",
  "--enum-field-as-literal=all",
  "--formatters=builtin",
  "--disable-timestamp",
];

/** The first line of the models of this document. */
export function headOf(document: string): string {
  const hash = new Bun.CryptoHasher("sha256").update(JSON.stringify(schemasOf(document))).digest("hex");
  return `# Generated from app/clients/openapi.json by tests/clients/generate.ts. Do not edit. Schemas: ${hash}`;
}

/** Whether these models are those of the document. */
export function areModelsOf(document: string, models: string): boolean {
  return models.startsWith(`${headOf(document)}\n`);
}

/** Installs the generator in a folder of its own, and runs it. Needs PyPI. */
export function pythonModels(document: string): string {
  const folder = mkdtempSync(join(tmpdir(), "ramz-models-"));
  const [input, output] = [join(folder, "openapi.json"), join(folder, "models.py")];
  const { paths: _, ...rest } = JSON.parse(document);
  writeFileSync(input, JSON.stringify({ ...rest, paths: {}, components: { schemas: schemasOf(document) } }));
  try {
    run(programPath(PYTHON), "-m", "venv", join(folder, "venv"));
    run(join(folder, "venv/bin/pip"), "install", "--quiet", GENERATOR);
    run(join(folder, "venv/bin/datamodel-codegen"), ...OPTIONS, `--input=${input}`, `--output=${output}`);
    return `${headOf(document)}\n${readFileSync(output, "utf8")}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The schemas. That a reply has no further fields is true of this version alone, and a client lives longer: it is left out. */
function schemasOf(document: string): unknown {
  return JSON.parse(document, (name, value: unknown) =>
    name === "additionalProperties" && value === false ? undefined : value,
  ).components.schemas;
}

function run(...command: readonly string[]): void {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command]);
  if (exitCode !== 0) throw new Error(`${command.join(" ")}: ${stdout.toString()}${stderr.toString()}`);
}
