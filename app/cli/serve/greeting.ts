/** The first lines that `ramz serve` prints. */
import type { Ramz } from "../../composition/compose.ts";
import { printLine } from "../../composition/open-adapters.ts";
import type { Config } from "../../config/resolve.ts";
import { LEGACY_PREFIX } from "../../http/legacy/routes.ts";

/** Where Ramz listens; in console mode also where codes are shown, and a first call. */
export function printGreeting(url: URL, ramz: Ramz, config: Config): void {
  printLine(`Ramz listens on ${url.origin}. API: ${url.origin}/openapi`);
  if (!ramz.consoleMode) return;
  printLine(`Console mode: codes are shown here and at ${url.origin}/dev/inbox. Nothing is sent.`);
  const call = firstCall(url, ramz, config);
  if (call !== null) printLine(`Try: ${call}`);
}

export function printWorkersGreeting(count: number, host: string, port: number): void {
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  printLine(`Ramz listens on ${origin}. API: ${origin}/openapi. ${count} workers.`);
}

/** A command that asks for a code with an example number of the app's first country; null when none is known. */
export function firstCall({ origin }: URL, ramz: Ramz, { auth, apps }: Config): string | null {
  const haveKeys = apps.some(({ keys }) => keys.length > 0);
  const open = haveKeys ? undefined : apps.find(({ isPublic }) => isPublic);
  const name = open?.name ?? apps[0]?.name ?? "";
  const to = ramz.apps.get(name)?.exampleNumber?.national;
  if (to === undefined) return null;
  if (open !== undefined)
    return `curl ${origin}${LEGACY_PREFIX}/otp ${JSON_BODY} -d '{"phone_number":"${to}"}'`;
  const key = auth === "keys" ? " -H 'authorization: Bearer <key>'" : "";
  // A start asks for an SMS unless it says otherwise.
  const canSms = ramz.providers.some(({ channels }) => channels.includes("sms"));
  const channel = canSms ? "" : ',"channel":"auto"';
  return `curl ${origin}/v1/verifications ${JSON_BODY}${key} -d '{"to":"${to}"${channel}}'`;
}

const JSON_BODY = "-H 'content-type: application/json'";
