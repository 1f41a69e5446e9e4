/** What the schema says about a setting besides its type. A schema may also have `write`, which completes the remedy "Write …" for a wrong value. */
export interface SettingNotes {
  /** The environment variable, which wins over the file. */
  readonly env: string;
  /** The meaning, with the unit. It is shown with every problem. */
  readonly description: string;
  readonly secret?: true;
  /** Not secret as a whole, but a secret may be in it, e.g. a password in an address. */
  readonly containsSecret?: true;
  /** A list, separated by commas in the environment. */
  readonly list?: true;
}

export function notes(env: string, description: string): SettingNotes {
  return { env, description };
}

/** Tables accept no unknown names: they are most likely spelling mistakes. */
export const closed = { additionalProperties: false } as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the setting may be given as a mounted file: `RAMZ_SECRET_FILE` instead of `RAMZ_SECRET`. */
export function isMountable({ secret, containsSecret }: SettingNotes): boolean {
  return secret === true || containsSecret === true;
}

export type Source = "environment" | "file" | "default";
