/** What is generated for the clients is up to date, and all versions are Ramz's. */
import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import client from "../../app/clients/typescript/package.json";
import root from "../../package.json";
import { ROOT } from "../docs/pages.ts";
import { DOCUMENT, generated } from "./generate.ts";
import { areModelsOf, PYTHON_MODELS } from "./python-models.ts";

test("what is generated of the OpenAPI document is that of this program: else run bun tests/clients/generate.ts", async () => {
  for (const [path, text] of await generated()) {
    const file = join(ROOT, path);
    const isThere = existsSync(file) && readFileSync(file, "utf8") === text;
    expect([path, isThere ? "up to date" : "run bun tests/clients/generate.ts"]).toEqual([
      path,
      "up to date",
    ]);
  }
}, 30_000);

test("the models of the Python client are those of the document: else run bun tests/clients/generate.ts", () => {
  const [document, models] = [DOCUMENT, PYTHON_MODELS].map((path) => readFileSync(join(ROOT, path), "utf8"));
  expect(areModelsOf(document ?? "", models ?? "")).toBe(true);
});

const python = (file: string) => readFileSync(join(ROOT, "app/clients/python", file), "utf8");

test("the clients have the version of Ramz", () => {
  expect(client.version).toBe(version);
  expect(python("pyproject.toml")).toContain(`\nversion = "${version}"\n`);
  expect(python("src/ramz_client/__init__.py")).toContain(`\n__version__ = "${version}"\n`);
});

test("the TypeScript client is built and tested with the packages that it asks for", () => {
  const here: Readonly<Record<string, string>> = { ...root.dependencies, ...root.devDependencies };
  for (const [name, range] of Object.entries(client.dependencies))
    expect([name, range]).toEqual([name, `^${here[name]}`]);
});
