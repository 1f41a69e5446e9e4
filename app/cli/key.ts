/** `ramz key new`: makes a key for an app. The key is shown once; the configuration gets its hash. */
import { drawKey } from "../composition/open-adapters.ts";
import { hashOf, type Scope } from "../access/api-keys.ts";

export interface KeyOptions {
  readonly app: string;
  /** The name of an operator: the key is for the console, not for an app. */
  readonly admin?: string;
  readonly scopes: readonly Scope[];
  readonly clientIp?: boolean;
  readonly knownSession?: boolean;
  readonly challengePassed?: boolean;
  readonly ownCode?: boolean;
  readonly plain?: boolean;
  readonly json?: boolean;
}

/** Prints the key alone to standard output, so that it can be piped into a secret store, and the instructions to standard error. */
export function newKeyCommand({
  app,
  admin,
  scopes,
  plain = false,
  json = false,
  ...trusted
}: KeyOptions): void {
  const key = drawKey(plain);
  if (admin !== undefined) return printAdminKey(admin, key, json);
  const entry = {
    hash: hashOf(key),
    scopes,
    ...(trusted.clientIp && { client_ip: true }),
    ...(trusted.knownSession && { known_session: true }),
    ...(trusted.challengePassed && { challenge_passed: true }),
    ...(trusted.ownCode && { own_code: true }),
  };
  const line = tomlOf(entry);
  if (json) return console.log(JSON.stringify({ app, key, entry, toml: line }, null, 2));
  console.log(key);
  console.error("# The key is not shown again. Put it into the secret store of the app.");
  console.error('# Add its hash to the configuration file (RAMZ_CONFIG), in the list "keys" of the app:\n');
  console.error(`[apps.${app}]\nkeys = [\n  ${line},\n]`);
}

/** A key for the console of operators. */
function printAdminKey(name: string, key: string, json: boolean): void {
  const entry = { name, hash: hashOf(key) };
  const line = tomlOf(entry);
  if (json) return console.log(JSON.stringify({ admin: name, key, entry, toml: line }, null, 2));
  console.log(key);
  console.error(
    `# The key is not shown again. ${name} signs in to the console with it; keep it in a password manager.`,
  );
  console.error(
    '# Add its hash to the configuration file (RAMZ_CONFIG), in the list "keys" of the console:\n',
  );
  console.error(`[admin]\nkeys = [\n  ${line},\n]`);
}

/** An inline table. TOML writes strings and lists of strings as JSON does. */
function tomlOf(entry: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(entry).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `{ ${pairs.join(", ")} }`;
}
