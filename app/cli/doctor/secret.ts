import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../../config/resolve.ts";
import { storeFile } from "../store-name.ts";
import type { Row } from "./rows.ts";

/** Fewer different characters than any random secret of 32 has. */
const LEAST_VARIETY = 10;
const WORDS = /secret|password|change|example|default|ramz|qwerty|12345678/i;

/** Whether there is a secret of one's own, and whether it can be guessed. Says nothing of what is in it. */
export function examineSecret({ secrets, store }: Config): readonly Row[] {
  if (secrets === null) return [madeUp(storeFile(store))];
  return secrets.map((secret, index) => {
    const name = secrets.length === 1 ? "RAMZ_SECRET" : `RAMZ_SECRET, secret ${index + 1}`;
    return strength(name, secret.reveal());
  });
}

function madeUp(file: string | null): Row {
  return {
    about: "secret",
    level: "warning",
    subject: "RAMZ_SECRET",
    detail: `RAMZ_SECRET is not set. ${whatThen(file)}`,
    remedy: "Set it for production; make one with: openssl rand -base64 48",
  };
}

function whatThen(store: string | null): string {
  if (store === null)
    return "Ramz makes one up at every start, so every code and proof dies with the process.";
  const kept = join(dirname(store), "ramz.secret");
  return existsSync(kept)
    ? `Ramz keeps one it made up in ${kept}.`
    : `The first start makes one and keeps it in ${kept}.`;
}

function strength(subject: string, secret: string): Row {
  const remedy = "Make a random one with: openssl rand -base64 48";
  const shared = { about: "secret", subject };
  if (new Set(secret).size < LEAST_VARIETY || repeats(secret))
    return { ...shared, level: "problem", detail: `${subject} repeats itself and can be guessed.`, remedy };
  if (WORDS.test(secret))
    return { ...shared, level: "warning", detail: `${subject} looks as if a person had typed it.`, remedy };
  return { ...shared, level: "ok", detail: `${subject} has ${secret.length} characters and looks random.` };
}

/** Whether the text is a shorter one written again and again. */
function repeats(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}
