/**
 * One entry of the audit trail as text: its keyed hash, a space, and its content as JSON. The keyed hash proves that Ramz wrote the
 * content. The content names the hash of the whole text before it, so that no entry can be changed, taken out, put in or moved
 * without breaking the chain (decision 0040).
 */
import type { Secrets } from "../ports.ts";
import type { StoredEntry } from "../storage/store.ts";
import type { EpochMs } from "../time.ts";
import type { StoredAct } from "./acts.ts";

export interface Entry {
  /** 1 for the first. */
  readonly seq: number;
  readonly at: EpochMs;
  /** The name of the operator's key. */
  readonly who: string;
  readonly act: StoredAct;
  /** The hash of the entry before; empty for the first. */
  readonly previous: string;
  /** The entry before could not be proven genuine when this one was written, so this one does not vouch for it. */
  readonly doubtsPrevious?: true;
}

/** An entry that was read. */
export interface ReadEntry extends Entry {
  readonly hash: string;
  readonly proof: Proof;
}

/**
 * `genuine`: written with a configured secret. `secret_gone`: written with another one, so nothing can be said. `altered`: what it holds is not
 * what Ramz wrote, or not what Ramz wrote there.
 */
export type Proof = "genuine" | "secret_gone" | "altered";

type EntrySecrets = Pick<Secrets, "mac" | "knows" | "digest" | "same">;

/** The text of an entry, with its hash. */
export function writeEntry(
  entry: Entry,
  secrets: EntrySecrets & Pick<Secrets, "keyId">,
): { readonly text: string; readonly hash: string } {
  const content = JSON.stringify({ ...entry, key: secrets.keyId });
  const text = `${macOf(content, secrets.keyId, secrets)} ${content}`;
  return { text, hash: secrets.digest(text) };
}

/** Null when the text is no entry. A copy in another place proves nothing, or an old order could be given once more. */
export function readEntry({ seq, text }: StoredEntry, secrets: EntrySecrets): ReadEntry | null {
  const space = text.indexOf(" ");
  const mac = text.slice(0, space);
  const content = text.slice(space + 1);
  const stored = parsed(content);
  if (space < 0 || !isStored(stored)) return null;
  const { key, ...entry } = stored;
  const proof = entry.seq === seq ? proofOf(content, mac, key, secrets) : "altered";
  return { ...entry, hash: secrets.digest(text), proof };
}

function proofOf(content: string, mac: string, keyId: string, secrets: EntrySecrets): Proof {
  if (!secrets.knows(keyId)) return "secret_gone";
  return secrets.same(macOf(content, keyId, secrets), mac) ? "genuine" : "altered";
}

function macOf(content: string, keyId: string, secrets: EntrySecrets): string {
  const bytes = [...secrets.mac(keyId, `audit\n${content}`)];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Stored = Entry & { readonly key: string };

function isStored(value: unknown): value is Stored {
  if (!isRecord(value)) return false;
  const { seq, at, who, act, previous, key } = value;
  const hasTexts = [who, previous, key].every((text) => typeof text === "string");
  return (
    hasTexts &&
    Number.isSafeInteger(seq) &&
    Number.isSafeInteger(at) &&
    isRecord(act) &&
    typeof act["kind"] === "string"
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
