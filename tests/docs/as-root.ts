/** Runs commands of a page as root of a machine would, on this one: with other paths, files of one's own, and a test in place of systemd. */
import { programPath, REDIS_CLI, SQLITE } from "../support/programs.ts";

export interface Machine {
  /** What a path of the page is here: `/var/lib/redis` is a folder of the test. */
  readonly paths: Readonly<Record<string, string>>;
  readonly redisPort?: number;
  /** Carries out `systemctl stop redis-server`, whose words it gets. Commands go on when it resolves. */
  readonly systemctl?: (...words: readonly string[]) => Promise<void>;
}

export interface RanAsRoot {
  readonly code: number;
  /** On both streams. */
  readonly printed: string;
}

const RUN_WITHIN_S = 20;

/**
 * The shell asks for `systemctl` on its standard output and waits for a line on its standard input. A command that fails
 * ends it.
 */
const SHELL = `
set -e
exec 3>&1 1>&2
systemctl() { echo "$*" >&3; read -r; }
redis-cli() { "$REDIS_CLI" -p "$REDIS_PORT" "$@"; }
sqlite3() { "$SQLITE" "$@"; }
`;

export async function runAsRoot(
  commands: string,
  { paths, redisPort = 0, systemctl = async () => {} }: Machine,
  withinS: number = RUN_WITHIN_S,
): Promise<RanAsRoot> {
  const ownerless = commands.replaceAll(/ -o \w+ -g \w+/g, "");
  const here = Object.entries(paths).reduce((text, [path, its]) => text.replaceAll(path, its), ownerless);
  // `timeout` ends what the shell has started, too.
  const timed = ["timeout", "--signal=KILL", String(withinS), "bash", "--norc", "-c"];
  const shell = Bun.spawn([...timed, SHELL + here], {
    env: {
      PATH: process.env["PATH"],
      REDIS_CLI: programPath(REDIS_CLI),
      REDIS_PORT: String(redisPort),
      SQLITE: programPath(SQLITE),
    },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  const printed = shell.stderr.text();
  let asked = "";
  for await (const chunk of shell.stdout.pipeThrough(new TextDecoderStream())) {
    asked += chunk;
    for (let end = asked.indexOf("\n"); end >= 0; end = asked.indexOf("\n")) {
      await systemctl(...asked.slice(0, end).split(" "));
      asked = asked.slice(end + 1);
      await shell.stdin.write("\n");
      await shell.stdin.flush();
    }
  }
  return { code: await shell.exited, printed: await printed };
}
