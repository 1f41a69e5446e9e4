import type { Ramz } from "../compose.ts";
import type { Config } from "../config/settle.ts";
import { type Listening, listen } from "../serve.ts";
import { fail } from "./fail.ts";
import { tryCompose } from "./open.ts";
import { settingsOrFail } from "./settings.ts";

/** `ramz serve`: runs until SIGTERM or SIGINT, then drains and closes the store. */
export async function serveCommand(): Promise<void> {
  const loaded = await settingsOrFail(process.env);
  if (loaded === null) return;
  const { config } = loaded;
  const composed = await tryCompose(config, process.env);
  if (composed.kind === "problems") return fail(composed.problems);
  const { ramz } = composed;
  await serveUntilStopped(ramz, config, ({ url }) => greet(url, ramz.consoleMode));
}

/** Listens, greets, and stops on SIGTERM or SIGINT: lets what runs finish, then closes. Closes at once when it cannot listen. */
export async function serveUntilStopped(
  ramz: Ramz,
  { host: given, port }: Pick<Config, "host" | "port">,
  welcome: (listening: Listening) => void,
): Promise<void> {
  const host = given ?? (ramz.inbox === null ? "0.0.0.0" : "127.0.0.1");
  const listening = tryListen(ramz, host, port);
  if (listening === null) {
    await ramz.close();
    return fail([
      `PORT: ${host}:${port} is taken or not allowed. Stop what listens there, or set PORT, or HOST, to another one.`,
    ]);
  }
  welcome(listening);
  // A provider may be third-party code; what it lets fall outside a call must not end everybody's verifications.
  process.on("uncaughtException", (error) => ramz.report(error, ""));
  process.on("unhandledRejection", (reason) => ramz.report(reason, ""));
  process.once("SIGTERM", () => void drain(listening, ramz));
  process.once("SIGINT", () => void drain(listening, ramz));
}

function tryListen(ramz: Ramz, host: string, port: number): Listening | null {
  try {
    return listen(ramz, { host, port });
  } catch (error) {
    if (error instanceof Error && "syscall" in error && error.syscall === "listen") return null;
    throw error;
  }
}

async function drain(listening: Listening, ramz: Ramz): Promise<void> {
  await listening.stop();
  await ramz.close();
  // A collector that hangs keeps its connection, and with it the process, alive.
  process.exit(0);
}

function greet(url: URL, consoleMode: boolean): void {
  console.log(`Ramz listens on ${url.origin}. API: ${url.origin}/openapi`);
  if (!consoleMode) return;
  console.log(`Console mode: codes are shown here and at ${url.origin}/dev/inbox, nothing is sent.`);
  console.log(
    `Try: curl ${url.origin}/v1/verifications -H 'content-type: application/json' -d '{"to":"09121234567"}'`,
  );
}
