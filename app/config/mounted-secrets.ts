/** Secrets in files, as Docker and Kubernetes mount them: `RAMZ_SECRET_FILE` names the file that has the value of `RAMZ_SECRET`. */
import { readFileSync } from "node:fs";
import type { Environment } from "./setting.ts";

export type ReadSecret =
  | { readonly kind: "unset" }
  | {
      readonly kind: "value";
      readonly value: string;
      /** The file it is from. */
      readonly file: string | null;
    }
  /** A sentence with the remedy. */
  | { readonly kind: "problem"; readonly problem: string };

/** Reads a variable that may be given as a file. */
export type SecretReader = (variable: string) => ReadSecret;

export function fileVariableOf(variable: string): string {
  return `${variable}_FILE`;
}

/** `readFile` returns the text of a file, or throws. The value of an empty variable is the empty text. */
export function secretReader(
  env: Environment,
  readFile = (path: string) => readFileSync(path, "utf8"),
): SecretReader {
  return (variable) => {
    const value = env[variable];
    const fileVariable = fileVariableOf(variable);
    const file = env[fileVariable] ?? "";
    if (file === "") return value === undefined ? { kind: "unset" } : { kind: "value", value, file: null };
    const problem = (text: string) => ({ kind: "problem", problem: `${fileVariable}: ${text}` }) as const;
    if (value !== undefined && value !== "")
      return problem(`${variable} is set as well. Unset one of the two.`);
    try {
      const content = readFile(file).replace(/[\r\n]+$/, "");
      if (content === "")
        return problem(`the file "${file}" is empty. Write the value of ${variable} into it.`);
      return { kind: "value", value: content, file };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return problem(
        `the file "${file}" cannot be read: ${cause}. Correct the path, or let the user of Ramz read the file.`,
      );
    }
  };
}
