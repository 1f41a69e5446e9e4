import { compose, type Ramz } from "../compose.ts";
import { type Listening, listen } from "../serve.ts";
import { fail } from "./fail.ts";
import { settingsOrFail } from "./settings.ts";

/** `ramz serve`: runs until SIGTERM or SIGINT, then drains and closes the store. */
export async function serveCommand(): Promise<void> {
  const loaded = await settingsOrFail(process.env);
  if (loaded === null) return;
  const { config } = loaded;
  const composed = await compose(config, process.env);
  if (composed.kind === "problems") return fail(composed.problems);
  const { ramz } = composed;

  const host = config.host ?? (ramz.consoleMode ? "127.0.0.1" : "0.0.0.0");
  const listening = tryListen(ramz, host, config.port);
  if (listening === null) {
    await ramz.close();
    return fail([
      `PORT: ${host}:${config.port} is taken or not allowed. Stop what listens there, or set PORT to another one.`,
    ]);
  }
  greet(listening.url, ramz.consoleMode);
  process.once("SIGTERM", () => void drain(listening, ramz));
  process.once("SIGINT", () => void drain(listening, ramz));
}

function tryListen(ramz: Ramz, host: string, port: number): Listening | null {
  try {
    return listen(ramz, { host, port });
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
      return null;
    throw error;
  }
}

async function drain(listening: Listening, ramz: Ramz): Promise<void> {
  await listening.stop();
  await ramz.close();
}

function greet(url: URL, consoleMode: boolean): void {
  console.log(`Ramz listens on ${url.origin}. API: ${url.origin}/openapi`);
  if (!consoleMode) return;
  console.log(`Console mode: codes are shown here and at ${url.origin}/dev/inbox, nothing is sent.`);
  console.log(
    `Try: curl ${url.origin}/v1/verifications -H 'content-type: application/json' -d '{"to":"09121234567"}'`,
  );
}
