/** The house rules, run over the repository and over planted violations: a rule nobody saw red is not believed. */
import { describe, expect, test } from "bun:test";
import { builtInNames, loadProvider } from "../../adapters/providers/_kit/load.ts";
import { ConfigSchema, settingsOf } from "../../app/config/schema.ts";
import client from "../../app/clients/typescript/package.json";
import packageJson from "../../package.json";
import {
  dependenciesArePinned,
  dependenciesAreUsed,
  type Manifest,
  packagesAreDeclared,
  providersHavePages,
  variablesAreDocumented,
} from "./complete.ts";
import { readRoot, repository, type Rule } from "./files.ts";
import {
  adaptersAreApart,
  clientsStandAlone,
  domainFoldersAreOrdered,
  everyRoomWasSeen,
  layersHold,
  providersAreIslands,
  roomsHaveNoCycle,
  sharedRoomsKnowNoSurface,
} from "./layers.ts";
import { persianIsWritten } from "./persian.ts";
import { planted, PLANTED_MANIFEST } from "./planted.ts";
import {
  chanceIsCryptographic,
  environmentIsReadAtTheEdge,
  filesAreShort,
  nothingIsLeftUndone,
  wordsArePlain,
} from "./tidy.ts";

const manifest: Manifest = {
  ...packageJson,
  settings: JSON.stringify(packageJson.scripts) + readRoot("tsconfig.json") + readRoot("tests/run.ts"),
};

const variables = async () => {
  const loaded = await Promise.all(builtInNames().map((name) => loadProvider(name, ".")));
  const ofProviders = loaded.flatMap((one) =>
    one.kind === "loaded" ? Object.values(one.plugin.env ?? {}) : [],
  );
  return [
    ...new Set(["RAMZ_CONFIG", ...settingsOf(ConfigSchema).map(({ notes }) => notes.env), ...ofProviders]),
  ];
};

const RULES: Readonly<Record<string, Rule>> = {
  "files were seen in every room": everyRoomWasSeen,
  "the domain imports nothing, adapters and app the domain, and only app/composition the values of adapters":
    layersHold,
  "folders of the domain do not import each other": domainFoldersAreOrdered,
  "what surfaces share knows no surface": sharedRoomsKnowNoSurface,
  "adapters do not know each other": adaptersAreApart,
  "providers are islands": providersAreIslands,
  "rooms do not import each other in a circle": roomsHaveNoCycle,
  "clients stand alone": clientsStandAlone(client.dependencies),
  "only the edge reads the environment": environmentIsReadAtTheEdge,
  "Math.random is nowhere but in tests": chanceIsCryptographic,
  "nothing is left undone": nothingIsLeftUndone,
  "words are plain": wordsArePlain,
  "Persian is written as Persian is": persianIsWritten,
  "no file is longer than it should be": filesAreShort,
  "every provider has a page": providersHavePages,
  "every variable is in the configuration reference": variablesAreDocumented(await variables()),
  "every dependency is one exact version": () => dependenciesArePinned(manifest),
  "every dependency is used": dependenciesAreUsed(manifest),
  "every package that is imported is a dependency": packagesAreDeclared(manifest),
};

// What is planted stands there as text, not as code.
const files = repository().filter(({ path }) => !path.endsWith("/planted.ts"));

for (const [promise, rule] of Object.entries(RULES)) {
  test(promise, () => {
    expect(rule(files)).toEqual([]);
  });
}

describe("seen red", () => {
  for (const { title, rule, fake, says } of planted) {
    test(title, () => {
      const reported = rule(fake);
      expect(reported).toHaveLength(1);
      expect(reported[0]).toContain(says);
    });
  }

  test("a version that may drift", () => {
    expect(dependenciesArePinned(PLANTED_MANIFEST)).toEqual([
      'package.json: jose is "^6.2.17", not one exact version',
    ]);
  });
});

test("the domain is compiled without the runtime's types", () => {
  const { compilerOptions } = JSON.parse(readRoot("domain/tsconfig.json"));
  expect(compilerOptions).toMatchObject({ types: [], lib: ["ES2024"] });
});

test("every rule lets what is allowed through", () => {
  const fine = [
    { path: "domain/otp.ts", text: 'import { open } from "./ledger/ledger.ts";' },
    {
      path: "adapters/providers/console.ts",
      text: 'import { x } from "./_kit/plugin.ts";\nimport "node:fs";',
    },
    {
      path: "adapters/providers/kavenegar/sms.ts",
      text: 'import type { X } from "../_kit/message-text.ts"; import "./_api/client.ts";',
    },
    { path: "adapters/stores/sqlite.ts", text: 'import type { L } from "../../domain/storage/store.ts";' },
    { path: "app/composition/compose.ts", text: 'import "../../adapters/stores/sqlite.ts"; process.env;' },
    {
      path: "app/http/server.ts",
      text: 'import type { Finding } from "../../adapters/providers/_kit/plugin.ts";',
    },
    { path: "domain/ledger/ledger.ts", text: 'import type { Attempt } from "../delivery/attempt.ts";' },
    {
      path: "app/http/texts.ts",
      text: 'const text = { fa: "تا {wait} دیگر، ۵ بار در https://x.example/1" };',
    },
    { path: "tests/x.test.ts", text: 'import "../adapters/stores/sqlite.ts"; Math.random();' },
    ...["console", "kavenegar-sms"].map((name) => ({
      path: `docs/reference/providers/${name}.md`,
      text: "",
    })),
  ];
  const rules = [
    everyRoomWasSeen,
    layersHold,
    adaptersAreApart,
    domainFoldersAreOrdered,
    providersAreIslands,
    roomsHaveNoCycle,
    environmentIsReadAtTheEdge,
    chanceIsCryptographic,
    nothingIsLeftUndone,
    wordsArePlain,
    persianIsWritten,
    filesAreShort,
    providersHavePages,
  ];
  for (const rule of rules) expect(rule(fine)).toEqual([]);
});
