/** What is secret leaves the process in no text: one list of secrets, and one way to take them out. */

/** Stands in the place of a secret. */
export const REDACTED = "***";

export type Redact = (text: string) => string;

/** The secrets of a process. */
export interface Redactor {
  /** The text without any secret of the list, also as a URL or JSON writes it. */
  readonly redact: Redact;
  /** From now on these values are secrets. */
  add(...secrets: readonly string[]): void;
}

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let longestFirst: readonly string[] = [];
  return {
    redact: (text) => withoutSecrets(text, longestFirst),
    add(...secrets) {
      for (const secret of secrets) {
        const inJson = JSON.stringify(secret).slice(1, -1);
        for (const form of [secret, encodeURIComponent(secret), inJson]) if (form !== "") forms.add(form);
      }
      // A secret may be part of another one.
      longestFirst = [...forms].sort((a, b) => b.length - a.length);
    },
  };
}

/** The text with `***` for each of these values. The longest come first; none may be empty. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, REDACTED), text);
}
