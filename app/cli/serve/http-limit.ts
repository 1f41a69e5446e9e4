/**
 * Raises Bun's limit of requests. A process runs at most 256 requests of `fetch` at once; further ones wait in Bun, outside of deadlines
 * and bulkheads. Bun reads another limit from the environment when the process starts.
 */

const VARIABLE = "BUN_CONFIG_MAX_HTTP_REQUESTS";

/** The highest limit that Bun accepts. */
const HIGHEST = 65_336;

/** Bun's limit when the variable is not set. */
const BUNS_DEFAULT = 256;

/** Requests besides those that carry messages: tokens, examinations, telemetry. */
const SPARE = 64;

/** Commands that send messages under load. */
const COMMANDS = ["serve", "dev"];

/** The variable with which this command must start again, so that the limit is raised; none if it is set already. */
export function raisedHttpLimit(
  command: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const sends = COMMANDS.some((one) => one === command);
  return sends && env[VARIABLE] === undefined ? { [VARIABLE]: String(HIGHEST) } : {};
}

/** The problem when the limit is below the places of all accounts together; null when it is not. */
export function httpLimitProblem(
  accountPlaces: readonly number[],
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const places = accountPlaces.reduce((sum, more) => sum + more, 0);
  const limit = Number(env[VARIABLE] ?? BUNS_DEFAULT);
  if (places + SPARE <= limit) return null;
  return (
    `${VARIABLE}=${limit} is below the ${places} calls that ${accountPlaces.length} vendor accounts may have under way, with ${SPARE} for other requests. ` +
    `Unset it, set it to at least ${places + SPARE}, or lower RAMZ_CALLS_PER_ACCOUNT.`
  );
}
