/** What the schema says about a setting besides its type. A schema may also have `write`, which completes the remedy "Write …" for a wrong value. */
export interface SettingNotes {
  /** The environment variable, which wins over the file. */
  readonly env: string;
  /** The meaning, with the unit. It is shown with every problem. */
  readonly description: string;
  readonly secret?: true;
  /** A list, separated by commas in the environment. */
  readonly list?: true;
}

export function notes(env: string, description: string): SettingNotes {
  return { env, description };
}

/** Tables accept no unknown names: they are most likely spelling mistakes. */
export const closed = { additionalProperties: false } as const;

export type Environment = Readonly<Record<string, string | undefined>>;

export type Source = "environment" | "file" | "default";
