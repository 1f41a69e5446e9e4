/** Provider files that a test writes beside the store. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createHost } from "../../../adapters/providers/_kit/host.ts";
import { openProviders } from "../../../adapters/providers/_kit/open-chain.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { createRedactor } from "../../../domain/redaction.ts";
import { eventually, field } from "../../support/http.ts";
import type { Folder } from "../../support/process.ts";

/** A plugin file whose `deliver` has this body, with `message`, `deadline`, `options` and `host` in scope. */
export function pluginFile(deliver: string, options = "Type.Object({})", further = ""): string {
  return `
    import { Type } from "@sinclair/typebox";
    import { appendFileSync } from "node:fs";
    export default {
      api: 1,
      channels: ["sms"],
      options: ${options},
      ${further}
      create: (options, host) => ({
        async deliver(message, deadline) {
          appendFileSync("./handed.jsonl", JSON.stringify({ ...message, options }) + "\\n");
          ${deliver}
        },
      }),
    };
  `;
}

/** Opens this provider in this process as a start in that folder does. The problems that stop the start; empty when there are none. */
export async function problemsOpening(name: string, { path }: Folder): Promise<readonly string[]> {
  const host = createHost({ clock: systemClock, fetch, print: () => {}, keep: () => {}, codeLength: 6 });
  const only = { names: [name], tables: {}, env: {}, production: false };
  const opened = await openProviders({ ...only, baseDir: path, host, redactor: createRedactor() });
  return opened.kind === "problems" ? opened.problems : [];
}

/** The messages that the plugins of this folder got, oldest first. */
export function handed(folder: Folder): readonly unknown[] {
  return handedLines(folder).map((line): unknown => JSON.parse(line));
}

/** Text after the last line end is still being written by another process. */
function handedLines(folder: Folder): readonly string[] {
  const path = join(folder.path, "handed.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
}

/** The newest message to this number. Parses its line alone: tests with load have thousands of them. */
function newestHanded(folder: Folder, to: string): unknown {
  const line = handedLines(folder).findLast((text) => text.includes(`"recipient":"${to}"`));
  return line === undefined ? undefined : JSON.parse(line);
}

/** Waits until a plugin is called for this number; the verification and the code of that call. */
export async function nextHanded(
  folder: Folder,
  to: string,
): Promise<{ readonly id: string; readonly code: string }> {
  const found = await eventually(
    () => newestHanded(folder, to),
    (message) => message !== undefined,
  );
  return { id: field(found, "verificationId"), code: field(found, "code") };
}

/** The newest code handed to a plugin for this number. */
export function codeHandedTo(folder: Folder, to: string): string {
  return field(newestHanded(folder, to), "code");
}
