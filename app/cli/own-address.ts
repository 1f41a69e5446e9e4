/** Where the Ramz of these settings is reached from its own machine. */
import type { Config } from "../config/resolve.ts";

/** An origin, e.g. `http://127.0.0.1:8000`. A Ramz that listens on every address is reached over the loopback one. */
export function ownAddress({ host, port }: Pick<Config, "host" | "port">): string {
  const everywhere = host === null || host === "0.0.0.0" || host === "::";
  const name = everywhere ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
