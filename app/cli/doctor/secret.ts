/** The doctor on the service secret. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../../config/resolve.ts";
import { storeFile } from "../store-name.ts";
import type { Row } from "./rows.ts";

/** A random secret of 32 characters has more different characters than this. */
const VARIETY_MIN = 10;
const WORDS = /secret|password|change|example|default|ramz|qwerty|12345678/i;

/** Whether a secret is set, and whether it could be guessed. Shows nothing of its content. */
export function examineSecret({ secrets, store }: Config): readonly Row[] {
  if (secrets === null) return [generated(storeFile(store))];
  return secrets.map((secret, index) => {
    const name = secrets.length === 1 ? "RAMZ_SECRET" : `RAMZ_SECRET, secret ${index + 1}`;
    return strength(name, secret.reveal());
  });
}

function generated(file: string | null): Row {
  return {
    about: "secret",
    level: "warning",
    subject: "RAMZ_SECRET",
    detail: `RAMZ_SECRET is not set. ${secretFileText(file)}`,
    remedy: "Set it for production. Make one with: openssl rand -base64 48",
  };
}

function secretFileText(store: string | null): string {
  if (store === null) return "Ramz makes one at every start, so codes and proofs end with the process.";
  const kept = join(dirname(store), "ramz.secret");
  return existsSync(kept)
    ? `Ramz made one and keeps it in ${kept}.`
    : `The first start will make one and keep it in ${kept}.`;
}

function strength(subject: string, secret: string): Row {
  const remedy = "Make a random one with: openssl rand -base64 48";
  const shared = { about: "secret", subject };
  if (new Set(secret).size < VARIETY_MIN || repeats(secret))
    return { ...shared, level: "problem", detail: `${subject} repeats itself and can be guessed.`, remedy };
  if (WORDS.test(secret))
    return {
      ...shared,
      level: "warning",
      detail: `${subject} contains a common word, so it is probably not random.`,
      remedy,
    };
  return { ...shared, level: "ok", detail: `${subject} has ${secret.length} characters and looks random.` };
}

/** Whether the text is a shorter text that is repeated. */
function repeats(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}
