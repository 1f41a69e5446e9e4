/** What a setting says about itself beside its type. A schema may also have `write`, which ends the sentence "Write …" when a value does not fit. */
export interface SettingNotes {
  /** The environment variable; it wins over the file. */
  readonly env: string;
  /** Meaning, with the unit; shown with every problem. */
  readonly description: string;
  readonly secret?: true;
  /** A list is written with commas in the environment. */
  readonly list?: true;
}

export function notes(env: string, description: string): SettingNotes {
  return { env, description };
}

/** Of every table: a name that does not exist is most likely a spelling mistake. */
export const closed = { additionalProperties: false } as const;

export type Environment = Readonly<Record<string, string | undefined>>;

export type Source = "environment" | "file" | "default";
