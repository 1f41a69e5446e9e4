/** One made-up violation for each way to break a rule. */
import {
  dependenciesAreUsed,
  type Manifest,
  packagesAreDeclared,
  providersHavePages,
  variablesAreDocumented,
} from "./complete.ts";
import type { Rule, SourceFile } from "./files.ts";
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
import {
  chanceIsCryptographic,
  environmentIsReadAtTheEdge,
  filesAreShort,
  nothingIsLeftUndone,
  wordsArePlain,
} from "./tidy.ts";

export interface Planted {
  readonly title: string;
  readonly rule: Rule;
  readonly fake: readonly SourceFile[];
  /** What the report must name. */
  readonly says: string;
}

const plant = (title: string, rule: Rule, says: string, ...fake: readonly [string, string][]): Planted => ({
  title,
  rule,
  says,
  fake: fake.map(([path, text]) => ({ path, text })),
});

export const PLANTED_MANIFEST: Manifest = {
  dependencies: { jose: "^6.2.17" },
  devDependencies: { "bun-types": "1.4.5" },
  settings: '"types": ["bun-types"]',
};

const IMPORTS_JOSE = 'import { SignJWT } from "jose";';

export const planted: readonly Planted[] = [
  plant(
    "a room without files",
    everyRoomWasSeen,
    "domain/",
    ["adapters/a.ts", ""],
    ["app/a.ts", ""],
    ["tests/a.ts", ""],
  ),
  plant("a domain that imports an adapter", layersHold, "../adapters/system/clock.ts", [
    "domain/otp.ts",
    'import { systemClock } from "../adapters/system/clock.ts";',
  ]),
  plant("a domain that imports a type from app", layersHold, "../app/service/service.ts", [
    "domain/otp.ts",
    'import type { Service } from "../app/service/service.ts";',
  ]),
  plant("a domain that imports a package", layersHold, "jose", ["domain/otp.ts", IMPORTS_JOSE]),
  plant("a domain that imports the runtime later on", layersHold, "node:crypto", [
    "domain/otp.ts",
    'const { randomInt } = await import("node:crypto");',
  ]),
  plant("an adapter that imports app", layersHold, "../../app/service/service.ts", [
    "adapters/system/clock.ts",
    'export { Service } from "../../app/service/service.ts";',
  ]),
  plant("a client that imports Ramz", clientsStandAlone({}), "../../../../domain/otp.ts", [
    "app/clients/typescript/src/index.ts",
    'import type { Otp } from "../../../../domain/otp.ts";',
  ]),
  plant("a client that imports a package of Ramz", clientsStandAlone({}), "jose", [
    "app/clients/typescript/src/index.ts",
    IMPORTS_JOSE,
  ]),
  plant("a route that imports a client", clientsStandAlone({}), "a client's", [
    "app/http/api.ts",
    'import { createRamz } from "../clients/typescript/src/index.ts";',
  ]),
  plant("a route that imports an adapter", layersHold, "app/http/api.ts", [
    "app/http/api.ts",
    'import { openSqlite } from "../../adapters/stores/sqlite.ts";',
  ]),
  plant(
    "a shared room that names a type of a surface",
    sharedRoomsKnowNoSurface,
    "app/service/operations.ts imports ../http/problems/problem.ts",
    ["app/service/operations.ts", 'import type { Problem } from "../http/problems/problem.ts";'],
    ["app/cli/send.ts", 'import type { Problem } from "../http/problems/problem.ts";'],
  ),
  plant("a shared room that imports the command line", sharedRoomsKnowNoSurface, "../cli/fail.ts", [
    "app/explain/advice.ts",
    'import { fail } from "../cli/fail.ts";',
  ]),
  plant("a route that exports an adapter", layersHold, "app/http/api.ts", [
    "app/http/api.ts",
    'import type { A } from "../../domain/otp.ts";\nexport { openSqlite } from "../../adapters/stores/sqlite.ts";',
  ]),
  plant(
    "folders of the domain that import each other, one of them a type",
    domainFoldersAreOrdered,
    "domain/delivery/ and domain/ledger/",
    ["domain/ledger/ledger.ts", 'import type { Attempt } from "../delivery/attempt.ts";'],
    ["domain/delivery/attempt.ts", 'import { policy } from "../ledger/policy.ts";'],
  ),
  plant("production code that imports tests", layersHold, "../../tests/support/world.ts", [
    "app/composition/compose.ts",
    'import { createWorld } from "../../tests/support/world.ts";',
  ]),
  plant("a store that imports a provider", adaptersAreApart, "adapters/stores/sqlite.ts", [
    "adapters/stores/sqlite.ts",
    'import { createInbox } from "../providers/_kit/dev-inbox.ts";',
  ]),
  plant("a provider that imports another", providersAreIslands, "another provider's", [
    "adapters/providers/kavenegar/verify.ts",
    'import console from "../console.ts";',
  ]),
  plant("a provider that imports another's helper", providersAreIslands, "./kavenegar/_api/client.ts", [
    "adapters/providers/http.ts",
    'import { call } from "./kavenegar/_api/client.ts";',
  ]),
  plant(
    "rooms in a circle",
    (files) => roomsHaveNoCycle(files).slice(0, 1),
    "->",
    ["app/a.ts", 'import "../domain/a.ts";'],
    ["domain/a.ts", 'import "../app/a.ts";'],
  ),
  plant("a domain that reads the environment", environmentIsReadAtTheEdge, "domain/ledger/policy.ts:2", [
    "domain/ledger/policy.ts",
    "\nconst length = process.env.OTP_CODE_LENGTH;",
  ]),
  plant("a route that reads Bun's environment", environmentIsReadAtTheEdge, "Bun.env", [
    "app/http/api.ts",
    "if (Bun.env.DEBUG) {}",
  ]),
  plant("Math.random in an adapter", chanceIsCryptographic, "Random port", [
    "adapters/system/random.ts",
    "const digit = Math.floor(Math.random() * 10);",
  ]),
  plant("work left undone", nothingIsLeftUndone, "app/main.ts:1", [
    "app/main.ts",
    ["// TO", "DO: later"].join(""),
  ]),
  plant("dialect in a page", wordsArePlain, "docs/x.md:1", ["docs/x.md", "Whoever asks is told.\nFine."]),
  plant("a Latin digit in a Persian text", persianIsWritten, "app/x.ts", ["app/x.ts", 'fa: "کد 5 رقمی"']),
  plant("a file of 251 lines", filesAreShort, "251 lines", ["domain/otp.ts", "\n".repeat(251)]),
  plant(
    "a provider without a page",
    providersHavePages,
    "docs/reference/providers/smsir-verify.md",
    ["adapters/providers/smsir/verify.ts", ""],
    ["adapters/providers/smsir/_api.ts", ""],
  ),
  plant("a variable without a word", variablesAreDocumented(["PORT", "RAMZ_NEW"]), "RAMZ_NEW", [
    "docs/reference/configuration.md",
    "`PORT` is the port.",
  ]),
  plant("a reference that is not there", variablesAreDocumented(["PORT"]), "PORT"),
  plant("a dependency nobody uses", dependenciesAreUsed(PLANTED_MANIFEST), "nothing uses jose", [
    "tests/proofs.test.ts",
    IMPORTS_JOSE,
  ]),
  plant("a package nobody declared", packagesAreDeclared(PLANTED_MANIFEST), "@scope/extra", [
    "adapters/system/proofs.ts",
    `${IMPORTS_JOSE} import { x } from "@scope/extra/deep";`,
  ]),
  plant("a development package in production", packagesAreDeclared(PLANTED_MANIFEST), "bun-types", [
    "app/main.ts",
    'import type { Server } from "bun-types";',
  ]),
];
