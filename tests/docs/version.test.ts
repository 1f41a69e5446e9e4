/** The version is written in package.json; what cannot read it there says the same. */
import { expect, test } from "bun:test";
import manifest from "../../package.json";
import { pages, textOf } from "./pages.ts";

const { version } = manifest;

/** What stands around the version in each file. */
const PLACES: Readonly<Record<string, (version: string) => string>> = {
  Dockerfile: (one) => `ARG VERSION=${one}\n`,
  "compose.yaml": (one) => `\${RAMZ_VERSION:-${one}}`,
  "app/deploy/kubernetes/base/kustomization.yaml": (one) => `newTag: ${one}\n`,
  "app/clients/openapi.json": (one) => `"version": "${one}"`,
  "app/clients/typescript/package.json": (one) => `"version": "${one}"`,
  "app/clients/python/pyproject.toml": (one) => `version = "${one}"\n`,
  "app/clients/python/src/ramz_client/__init__.py": (one) => `__version__ = "${one}"\n`,
  "docs/CHANGELOG.md": (one) => `## [${one}]`,
};

test.each(Object.entries(PLACES))("%s has the version of package.json", (file, written) => {
  expect(textOf(file)).toContain(written(version));
});

/** The image and the packages as pages name them, e.g. `ramz:1.2.3` and `ramz-client-1.2.3.tgz`. */
const NAMED = /\bramz(?:[-_]client)?[:-](\d+\.\d+\.\d+)/g;

test("pages name the image and the packages by the version of package.json", () => {
  const clients = ["app/clients/typescript/README.md", "app/clients/python/README.md"];
  // Contributors make the stores of earlier versions.
  const texts = [...pages(), ...clients].filter((page) => page !== ".github/CONTRIBUTING.md").map(textOf);
  const named = texts.flatMap((text) => [...text.matchAll(NAMED)].map(([, one]) => one));
  expect(named.length).toBeGreaterThan(0);
  expect(new Set(named)).toEqual(new Set([version]));
});

test("code reads it from package.json and repeats it nowhere", async () => {
  const found: string[] = [];
  for (const folder of ["domain", "adapters", "app/cli", "app/composition", "app/http", "app/service"])
    for await (const file of new Bun.Glob(`${folder}/**/*.{ts,tsx}`).scan())
      if (textOf(file).includes(`"${version}"`)) found.push(file);
  expect(found).toEqual([]);
});
