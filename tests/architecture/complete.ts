/** What belongs together is there together: providers and their pages, settings and their reference, packages and their use. */
import { importsOf, isSource, packageOf, type Rule, type SourceFile } from "./files.ts";

/** `kavenegar/verify` is explained in docs/reference/providers/kavenegar-verify.md. */
export const providersHavePages: Rule = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .flatMap(({ path }) => providerIn(path) ?? [])
    .map((name) => ({ name, page: `docs/reference/providers/${name.replaceAll("/", "-")}.md` }))
    .filter(({ page }) => !paths.has(page))
    .map(({ name, page }) => `provider ${name} has no page ${page}`);
};

/** The name of the provider a file is; null for helpers. */
function providerIn(path: string): string | null {
  const name = /^adapters\/providers\/(.+)\.ts$/.exec(path)?.[1];
  return name === undefined || name.split("/").some((part) => part.startsWith("_")) ? null : name;
}

const CONFIGURATION = "docs/reference/configuration.md";

export const variablesAreDocumented =
  (variables: readonly string[]): Rule =>
  (files) => {
    const page = files.find(({ path }) => path === CONFIGURATION)?.text ?? "";
    return variables
      .filter((variable) => !page.includes(`\`${variable}\``))
      .map((variable) => `${CONFIGURATION} does not have \`${variable}\``);
  };

export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  /** Scripts and tool settings, where development packages are used by name. */
  readonly settings: string;
}

/** Used without being named anywhere. */
const SILENT: Readonly<Record<string, string>> = {
  "oxlint-tsgolint": "what `oxlint --type-aware` starts",
  "kubernetes-models": "its types, in a file that the test of manifests writes",
  "@types/node": "what bun-types builds on; libraries would bring an older one",
};

/** Named on a page for a program of the reader's: too large to install for a few lines of it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "docs/how-to/cognito.md": "@aws-crypto/client-node",
  "docs/how-to/passport.md": "express",
};

export const dependenciesArePinned = ({ dependencies, devDependencies }: Manifest): readonly string[] =>
  Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is "${version}", not one exact version`);

export const dependenciesAreUsed =
  (manifest: Manifest): Rule =>
  (files) => {
    const inSource = packagesIn(files.filter(isSource));
    const everywhere = packagesIn(files);
    const developed = (name: string) =>
      everywhere.has(name) ||
      manifest.settings.includes(name) ||
      name in SILENT ||
      (name.startsWith("@types/") && name.slice("@types/".length) in manifest.dependencies);
    return [
      ...Object.keys(manifest.dependencies).filter((name) => !inSource.has(name)),
      ...Object.keys(manifest.devDependencies).filter((name) => !developed(name)),
    ].map((name) => `package.json: nothing uses ${name}`);
  };

export const packagesAreDeclared =
  ({ dependencies, devDependencies }: Manifest): Rule =>
  (files) =>
    files.flatMap((file) => {
      const declared = isSource(file) ? dependencies : { ...dependencies, ...devDependencies };
      return [...packagesIn([file])]
        .filter((name) => !(name in declared) && ELSEWHERE[file.path] !== name)
        .map((name) => `${file.path} imports ${name}, which package.json does not have`);
    });

function packagesIn(files: readonly SourceFile[]): ReadonlySet<string> {
  const outside = files.flatMap(importsOf).filter(({ target }) => target === null);
  return new Set(outside.flatMap(({ specifier }) => packageOf(specifier) ?? []));
}
