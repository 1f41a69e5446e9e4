/** Keys of apps for tests, drawn as `ramz key new` draws them. */
import { systemRandom } from "../../../adapters/system/random.ts";
import { hashOf, newKey, newPlainKey } from "../../../app/access/api-keys.ts";
import type { HeaderList } from "../../support/http.ts";

export interface TestKey {
  readonly key: string;
  /** Its hash, as the configuration has it. */
  readonly hash: string;
  readonly headers: HeaderList;
}

export function testKey(): TestKey {
  return testKeyOf(newKey(systemRandom));
}

/** Of 64 hexadecimal digits. */
export function plainTestKey(): TestKey {
  return testKeyOf(newPlainKey(systemRandom));
}

function testKeyOf(key: string): TestKey {
  const hash = hashOf(key);
  if (hash === null) throw new Error("a new key looks like none");
  return { key, hash, headers: { authorization: `Bearer ${key}` } };
}

/** The line of a key in a configuration file. */
export function line({ hash }: TestKey, scopes: readonly string[], further = ""): string {
  return `{ hash = "${hash}", scopes = ${JSON.stringify(scopes)}${further} }`;
}
