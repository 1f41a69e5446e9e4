/** Hooks of the apps, ready to serve: each with its pattern compiled. */
import { hmacHolds, isFresh, sameText } from "../../adapters/providers/_kit/callback-proofs.ts";
import type { Redactor } from "../../domain/redaction.ts";
import type { AppConfig } from "../config/apps.ts";
import type { HookSettings } from "../config/hook-settings.ts";
import { compileCodePattern } from "../http/hooks/code-pattern.ts";
import type { OpenedHook } from "../service/opened-hook.ts";

/** By app, then by name. */
export type OpenedHooks = ReadonlyMap<string, ReadonlyMap<string, OpenedHook>>;

export interface HooksOrProblems {
  readonly hooks: OpenedHooks;
  /** If there are any, `hooks` must not be used. */
  readonly problems: readonly string[];
}

/** Opens the hooks of all apps, or reports what is wrong with their patterns. Their secrets become secrets of `redactor`. */
export async function openHooks(
  apps: readonly Pick<AppConfig, "name" | "hooks">[],
  redactor: Redactor,
): Promise<HooksOrProblems> {
  const problems: string[] = [];
  const open = async (app: string, settings: HookSettings): Promise<OpenedHook> => {
    redactor.add(...settings.secrets.flatMap((secret) => formsOf(secret.reveal())));
    const compiled = settings.codePattern === null ? null : await compileCodePattern(settings.codePattern);
    if (compiled?.kind === "invalid")
      problems.push(`apps.${app}.hooks.${settings.name}.code_pattern: it ${compiled.why}. Correct it.`);
    const codePattern = compiled?.kind === "compiled" ? compiled.codes : null;
    return { settings, codePattern, proofs: { hmacHolds, isFresh, sameText } };
  };
  const opened = apps.map(async ({ name, hooks }): Promise<[string, ReadonlyMap<string, OpenedHook>]> => {
    const own = hooks.map(async (settings): Promise<[string, OpenedHook]> => [
      settings.name,
      await open(name, settings),
    ]);
    return [name, new Map(await Promise.all(own))];
  });
  return { hooks: new Map(await Promise.all(opened)), problems };
}

/** A secret as it is configured, and without the words before the key itself (Standard Webhooks). */
function formsOf(secret: string): readonly string[] {
  const key = secret.replace(/^(?:v1,)?whsec_/, "");
  return key === secret ? [secret] : [secret, key];
}
