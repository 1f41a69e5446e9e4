/** `ramz key new`: a key for an app. It is shown once; the configuration gets its hash. */
import { drawKey } from "../composition/open-adapters.ts";
import { hashOf, type Scope } from "../access/api-keys.ts";

export interface KeyOptions {
  readonly app: string;
  readonly scopes: readonly Scope[];
  readonly clientIp?: boolean;
  readonly knownSession?: boolean;
  readonly json?: boolean;
}

/** The key alone goes to standard output, so that it can be piped to where it is kept; what to do with it, to standard error. */
export function newKeyCommand({ app, scopes, clientIp, knownSession, json = false }: KeyOptions): void {
  const key = drawKey();
  const entry = {
    hash: hashOf(key),
    scopes,
    ...(clientIp && { client_ip: true }),
    ...(knownSession && { known_session: true }),
  };
  const line = tomlOf(entry);
  if (json) return console.log(JSON.stringify({ app, key, entry, toml: line }, null, 2));
  console.log(key);
  console.error("# The key is shown this once: give it to the app, in a secret store.");
  console.error(`# Its line for the configuration file, in the list "keys" of the app:\n`);
  console.error(`[apps.${app}]\nkeys = [\n  ${line},\n]`);
}

/** An inline table; texts and lists of texts are written in TOML as in JSON. */
function tomlOf(entry: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(entry).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `{ ${pairs.join(", ")} }`;
}
