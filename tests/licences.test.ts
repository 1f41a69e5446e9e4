/** No package comes in under a licence that is not allowed. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import manifest from "../package.json";
import { installedPackages, isAllowed } from "./licences.ts";

test("every installed package has a licence that is allowed", async () => {
  const packages = await installedPackages(join(import.meta.dir, ".."));
  const names = new Set(packages.map(({ name }) => name));
  expect(Object.keys(manifest.dependencies).filter((name) => !names.has(name))).toEqual([]);
  expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
});

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0)", true],
  ["(MIT AND Zlib)", true],
  ["(MIT AND GPL-3.0)", false],
  ["AGPL-3.0-only", false],
  [null, false],
] as const)("%p is allowed: %p", (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});
