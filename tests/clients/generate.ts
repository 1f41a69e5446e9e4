/**
 * What the clients are generated from, and what is generated: the OpenAPI document, the types of the TypeScript client, and the models of
 * the Python client. `bun tests/clients/generate.ts` writes them; a test says when they are out of date.
 */
import openapiTypeScript, { astToString } from "openapi-typescript";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { line, testKey } from "../app/access/app-keys.ts";
import { startInProcess } from "../app/http/in-process.ts";
import { ROOT } from "../docs/pages.ts";
import { tempFolder } from "../support/process.ts";
import { areModelsOf, PYTHON_MODELS, pythonModels } from "./python-models.ts";

const NOTE = "/* Generated from app/clients/openapi.json by tests/clients/generate.ts. Do not edit. */";

export const DOCUMENT = "app/clients/openapi.json";

/** Generated files, from the root, each with what makes it of the document. */
const FILES: Readonly<Record<string, (document: string) => Promise<string>>> = {
  [DOCUMENT]: async (document) => document,
  "app/clients/typescript/src/openapi.generated.ts": async (document) =>
    `${NOTE}\n${astToString(await openapiTypeScript(Buffer.from(document), { defaultNonNullable: false }))}`,
};

/** The text of every generated file, by its path, as it should be. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const document = await clientDocument();
  const texts = await Promise.all(
    Object.entries(FILES).map(async ([path, make]): Promise<[string, string]> => [
      path,
      await make(document),
    ]),
  );
  return new Map(texts.map(([path, text]) => [path, formatted(basename(path), text)]));
}

/** The document of a Ramz with apps, one of them public, and without other vendors' surfaces. */
async function clientDocument(): Promise<string> {
  using folder = tempFolder();
  folder.write("ramz.toml", `[apps.shop]\npublic = true\nkeys = [${line(testKey(), ["admin"])}]\n`);
  await using ramz = await startInProcess({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
  return (await ramz.api.get("/openapi/json")).text;
}

/** As `bun fmt` writes it. */
function formatted(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "ramz-clients-"));
  const path = join(folder, name);
  writeFileSync(path, text);
  writeFileSync(join(folder, "bunfig.toml"), readFileSync(join(ROOT, "bunfig.toml")));
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, "fmt", "--no-script", path], { cwd: folder });
  if (exitCode !== 0) throw new Error(stderr.toString());
  const result = readFileSync(path, "utf8");
  rmSync(folder, { recursive: true });
  return result;
}

if (import.meta.main) {
  for (const [path, text] of await generated()) {
    writeFileSync(join(ROOT, path), text);
    console.log(`wrote ${path}`);
  }
  const document = readFileSync(join(ROOT, DOCUMENT), "utf8");
  const models = join(ROOT, PYTHON_MODELS);
  if (!existsSync(models) || !areModelsOf(document, readFileSync(models, "utf8"))) {
    writeFileSync(models, pythonModels(document));
    console.log(`wrote ${PYTHON_MODELS}`);
  }
}
