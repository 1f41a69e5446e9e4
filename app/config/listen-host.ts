/** Where Ramz listens, which depends on whether just anybody may call it. */
import type { Config } from "./resolve.ts";

const EVERYWHERE = "0.0.0.0";
const THIS_MACHINE = "127.0.0.1";

/** HOST; without it everywhere, unless codes are shown or nobody said who may call. */
export function hostOf({ host, auth }: Pick<Config, "host" | "auth">, consoleMode: boolean): string {
  return host ?? (consoleMode || auth === "unset" ? THIS_MACHINE : EVERYWHERE);
}

/** What is worth a warning about that; null when nothing is. In console mode nothing is sent. */
export function hostDoubt(
  { host, auth }: Pick<Config, "host" | "auth">,
  consoleMode: boolean,
): string | null {
  if (consoleMode || auth !== "unset" || host === THIS_MACHINE) return null;
  const where =
    host === null ? `it listens on ${THIS_MACHINE} alone` : `whoever reaches ${host} can send codes`;
  return `RAMZ_AUTH: no app is configured, so Ramz asks nobody for a key and ${where}. Make a key for an app with: ramz key new, or set RAMZ_AUTH=none where only your own systems reach Ramz.`;
}
