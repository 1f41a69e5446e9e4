/** Takes secrets out of text before it leaves the process as a span, a log line or a message. */

export interface Redactor {
  /** The text with every known secret replaced, also as a URL or JSON writes it. */
  readonly redact: Redact;
  /** From now on this value is a secret. */
  learn(secret: string): void;
}

export type Redact = (text: string) => string;

export function createRedactor(): Redactor {
  let longestFirst: readonly string[] = [];
  return {
    redact: (text) => longestFirst.reduce((clean, secret) => clean.replaceAll(secret, "***"), text),
    learn(secret) {
      if (secret === "") return;
      const inJson = JSON.stringify(secret).slice(1, -1);
      const forms = new Set([...longestFirst, secret, encodeURIComponent(secret), inJson]);
      longestFirst = [...forms].sort((a, b) => b.length - a.length);
    },
  };
}
