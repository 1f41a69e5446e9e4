/** What registries get of the clients: each package has the licence, and a page whose links work there. */
import { TOML } from "bun";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../app/clients/typescript/package.json";
import { version } from "../../package.json";
import { ROOT } from "../docs/pages.ts";
import { tempFolder } from "../support/process.ts";
import { pythonWithPackages } from "../support/python-packages.ts";
import { runProgram } from "../support/run-program.ts";
import { type Built, buildClient } from "./typescript/built.ts";

const CLIENTS = ["app/clients/python", "app/clients/typescript"];
/** Where packages must be installed first. */
const INSTALL_MS = 180_000;

const textOf = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), "utf8");

test.each(CLIENTS)("%s has the licence of Ramz", (client) => {
  expect(textOf(client, "LICENSE")).toBe(textOf("LICENSE"));
});

test("both manifests name the authors whom the licence names, and say what the package is for in the same words", () => {
  const author = /^Copyright \(c\) \d+ (.+)$/m.exec(textOf("LICENSE"))?.[1];
  const { description, keywords } = manifest;
  expect(manifest.author).toBe(author ?? "no author");
  const project = { authors: [{ name: author }], description, keywords };
  expect(TOML.parse(textOf("app/clients/python/pyproject.toml"))).toMatchObject({ project });
});

/** The name could be another's there until then. */
test.each([
  ["app/clients/python", "pip install ramz-client"],
  ["app/clients/typescript", "npm install ramz-client"],
])("the page of %s says when a registry has it", (client, install) => {
  const sentence = `Once Ramz's changelog says that it is on `;
  expect(textOf(client, "README.md")).toMatch(new RegExp(`${sentence}\\w+, \`${install}\` installs it\\.`));
});

/** A registry shows the page at an address of its own, where a path leads to nothing. */
test.each(CLIENTS)("the page of %s has no link to a file", (client) => {
  const links = [...textOf(client, "README.md").matchAll(/\]\(([^)]*)\)/g)].map(([, target = ""]) => target);
  expect(links.filter((target) => !/^https:\/\/|^#/.test(target))).toEqual([]);
});

describe("the package that npm packs", () => {
  let built: Built;
  beforeAll(() => {
    built = buildClient();
  }, INSTALL_MS);
  afterAll(() => built[Symbol.dispose]());

  test("has what its manifest exports, the licence and the page, and no source", () => {
    const folder = join(built.path, "node_modules/ramz-client");
    const files = [...new Bun.Glob("**").scanSync(folder)];
    const exported = Object.values(manifest.exports).flatMap((paths) => Object.values(paths));
    const wanted = ["LICENSE", "README.md", "package.json", ...exported.map((path) => path.slice(2))];
    expect(files).toEqual(expect.arrayContaining(wanted));
    expect(
      files.filter((file) => !wanted.includes(file) && !/^dist\/[\w.-]+\.(js|d\.ts)$/.test(file)),
    ).toEqual([]);
  });

  /** The wrong call shows that the types are found: without them, everything would be right. */
  test(
    "has types for a strict program",
    () => {
      const program = [
        'import { createPublicRamz, createRamz } from "ramz-client";',
        'import { createProofVerifier, usedInMemory, type VerifiedProof } from "ramz-client/proofs";',
        'const baseUrl = "http://127.0.0.1:8000";',
        'const started = await createRamz({ baseUrl }).start({ to: "09123456789" });',
        'export const id: string | null = started.kind === "sent" ? started.verification.id : null;',
        'export const shown = createPublicRamz({ baseUrl }).check("09123456789", "123456");',
        'const proofs = createProofVerifier({ baseUrl, app: "shop", used: usedInMemory() });',
        'export const verified: VerifiedProof = await proofs.verify("", "login");',
        "// @ts-expect-error: a start is of a number.",
        "void createRamz({ baseUrl }).start({});",
      ];
      writeFileSync(join(built.path, "program.mts"), program.join("\n"));
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
        module: "nodenext",
        target: "es2022",
      };
      const project = join(built.path, "tsconfig.json");
      writeFileSync(project, JSON.stringify({ compilerOptions, files: ["program.mts"] }));
      done([process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", project]);
    },
    INSTALL_MS,
  );
});

test(
  "wheel and source distribution have the licence, and the source the examples",
  () => {
    using folder = tempFolder();
    const [python, client] = [pythonWithPackages(), join(folder.path, "client")];
    cpSync(join(ROOT, "app/clients/python"), client, { recursive: true });
    const build = `import os, setuptools.build_meta as b; os.chdir(${JSON.stringify(client)}); b.build_sdist("."); b.build_wheel(".")`;
    done([python, "-c", build]);
    const wheel = join(client, `ramz_client-${version}-py3-none-any.whl`);
    const paths = done(["tar", "-tzf", join(client, `ramz-client-${version}.tar.gz`)]).split("\n");
    const inSource = ["LICENSE", "README.md", "examples/fastapi_app.py", "src/ramz_client/py.typed"];
    for (const path of inSource) expect(paths).toContain(`ramz-client-${version}/${path}`);
    const listed = done([python, "-m", "zipfile", "-l", wheel]);
    // Where newer versions of setuptools put it, and older ones.
    expect(listed).toMatch(/ramz_client-[\d.]+\.dist-info\/(licenses\/)?LICENSE\s/);
  },
  INSTALL_MS,
);

function done(command: readonly string[]): string {
  const { code, printed } = runProgram(command);
  if (code !== 0) throw new Error(`${command.join(" ")}: ${printed}`);
  return printed;
}
