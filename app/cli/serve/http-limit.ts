/**
 * Bun runs at most 256 requests of `fetch` at once in a process; further ones wait where no deadline and no bulkhead can see them. It reads
 * another number from its environment, once, when the process starts.
 */

const VARIABLE = "BUN_CONFIG_MAX_HTTP_REQUESTS";

/** The most that Bun takes. */
const MOST = 65_336;

/** Where Bun stands without a word. */
const BUNS_DEFAULT = 256;

/** Requests beside those of messages: tokens, examinations, telemetry. */
const SPARE = 64;

/** Commands that send messages under load. */
const COMMANDS = ["serve", "dev"];

/** Starts this process again, in its place and under its id, where the limit is not raised yet. */
export function raiseHttpLimit(): void {
  const sends = COMMANDS.some((command) => process.argv[2] === command);
  if (!sends || process.env[VARIABLE] !== undefined || process.execve === undefined) return;
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
    ...process.env,
    [VARIABLE]: String(MOST),
  });
}

/** Why the accounts' places cannot all be used at once, as a sentence, or null. */
export function httpLimitFault(
  accountPlaces: readonly number[],
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const places = accountPlaces.reduce((sum, more) => sum + more, 0);
  const limit = Number(env[VARIABLE] ?? BUNS_DEFAULT);
  if (places + SPARE <= limit) return null;
  return (
    `${VARIABLE}=${limit} is below the ${places} calls that ${accountPlaces.length} vendor accounts may have under way, and ${SPARE} for the rest. ` +
    `Unset it, set it to at least ${places + SPARE}, or lower RAMZ_CALLS_PER_ACCOUNT.`
  );
}
