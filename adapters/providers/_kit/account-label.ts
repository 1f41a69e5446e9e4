/** A further account of a built-in vendor has a label behind the provider's name: `smsir/verify@second`. */
import type { ProviderPlugin } from "./plugin.ts";

/** A built-in provider's name, and its label; null without one. */
export function splitLabel(name: string): { readonly base: string; readonly label: string | null } {
  const [, base, label] = /^([^@]+)@([A-Za-z0-9][\w-]*)$/.exec(name) ?? [];
  return base === undefined || label === undefined ? { base: name, label: null } : { base, label };
}

/** The plugin for that account. Its variables hold the label behind the vendor's word: SMSIR_API_KEY becomes SMSIR_SECOND_API_KEY. */
export function forAccount(plugin: ProviderPlugin, label: string | null): ProviderPlugin {
  if (label === null || plugin.env === undefined) return plugin;
  const word = label.toUpperCase().replaceAll("-", "_");
  const env = Object.entries(plugin.env).map(([option, variable]) => [
    option,
    variable.replace(/^[A-Z0-9]+_/, (vendor) => `${vendor}${word}_`),
  ]);
  return { ...plugin, env: Object.fromEntries(env) };
}
