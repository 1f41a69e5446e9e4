/** Values that must not be shown. */
import { inspect } from "node:util";
import { REDACTED } from "../../domain/redaction.ts";

/** A value that prints as `***` in logs, JSON, error messages and consoles. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it only where the secret is used. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
