/** What registries get of the clients: each package has the licence, and a page whose links work there. */
import { expect, test } from "bun:test";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { ROOT } from "../docs/pages.ts";
import { tempFolder } from "../support/process.ts";
import { pythonWithPackages } from "../support/python-packages.ts";
import { runProgram } from "../support/run-program.ts";

const CLIENTS = ["app/clients/python", "app/clients/typescript"];
/** Where packages must be installed first. */
const INSTALL_MS = 180_000;

const textOf = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), "utf8");

test.each(CLIENTS)("%s has the licence of Ramz", (client) => {
  expect(textOf(client, "LICENSE")).toBe(textOf("LICENSE"));
});

/** A registry shows the page at an address of its own, where a path leads to nothing. */
test.each(CLIENTS)("the page of %s has no link to a file", (client) => {
  const links = [...textOf(client, "README.md").matchAll(/\]\(([^)]*)\)/g)].map(([, target = ""]) => target);
  expect(links.filter((target) => !/^https:\/\/|^#/.test(target))).toEqual([]);
});

test("npm packs the licence and the page", () => {
  const options = ["--dry-run", "--json", "--silent", "--ignore-scripts"];
  const [packed] = JSON.parse(done(["npm", "pack", ...options, join(ROOT, "app/clients/typescript")]));
  const paths = Object(packed).files.map(({ path }: { readonly path: string }) => path);
  expect(paths).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
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
    expect(listed).toContain(`ramz_client-${version}.dist-info/LICENSE`);
  },
  INSTALL_MS,
);

function done(command: readonly string[]): string {
  const { code, printed } = runProgram(command);
  if (code !== 0) throw new Error(`${command.join(" ")}: ${printed}`);
  return printed;
}
