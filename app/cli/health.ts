/** `ramz health`: asks the Ramz that listens at HOST and PORT how it is. For health checks in images, which have no curl. */
import { loadConfig } from "../config/load.ts";
import { fail, messageOf, refuse } from "./fail.ts";
import { ownAddress } from "./own-address.ts";

interface HealthOptions {
  /** Asks `/readyz`, which is about store and providers, instead of `/healthz`, which is about the process alone. */
  readonly ready?: boolean;
  /** Seconds until no answer is an answer. */
  readonly timeout: number;
}

/** Prints the answer. Exit code 0: 200 was answered; 1: anything else, or nothing. */
export async function healthCommand({ ready = false, timeout }: HealthOptions): Promise<void> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) return fail(problems, "Ramz cannot be asked");
  const url = ownAddress(config) + (ready ? "/readyz" : "/healthz");
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout * 1000) });
    const answer = await response.text();
    if (response.ok) return console.log(answer);
    refuse(`${url} answered ${response.status}: ${answer}`);
  } catch (error) {
    refuse(
      `${url} does not answer: ${messageOf(error)}. Set HOST and PORT as for the server, or start the server.`,
    );
  }
}
