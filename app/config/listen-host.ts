/** The address Ramz listens on. It depends on whether calls need a key. */
import { ADD_KEY_OR_SAY_NONE } from "./access.ts";
import type { Config } from "./resolve.ts";

const EVERYWHERE = "0.0.0.0";
const THIS_MACHINE = "127.0.0.1";

/** HOST. Without it: every address, but this machine alone in console mode and while neither an app nor RAMZ_AUTH is configured. */
export function hostOf({ host, auth }: Pick<Config, "host" | "auth">, consoleMode: boolean): string {
  return host ?? (consoleMode || auth === "unset" ? THIS_MACHINE : EVERYWHERE);
}

/** The warning when calls need no key though RAMZ_AUTH does not say so; null otherwise. Console mode sends nothing and needs none. */
export function hostWarning(
  { host, auth }: Pick<Config, "host" | "auth">,
  consoleMode: boolean,
): string | null {
  if (consoleMode || auth !== "unset" || host === THIS_MACHINE) return null;
  const consequence =
    host === null
      ? `Ramz listens on ${THIS_MACHINE} only`
      : `every client that reaches ${host} can send codes`;
  return `RAMZ_AUTH: no app is configured, so calls need no key and ${consequence}. ${ADD_KEY_OR_SAY_NONE}`;
}
