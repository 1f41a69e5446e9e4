/** `ramz audit`: what operators did, oldest first, and whether the chain of the trail holds. */
import type { ReadEntry } from "../../../domain/audit/entry.ts";
import { actText } from "../../audit/act-texts.ts";
import { messageOf, refuse } from "../fail.ts";
import { openStored } from "../open-ramz.ts";
import { storeName } from "../store-name.ts";
import { isWhole, verdictLines } from "./verdict.ts";

interface AuditOptions {
  readonly json?: boolean;
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** The hash of an entry that the log has. */
  readonly expect?: string;
}

/** Exit code 0: the chain holds. 1: it does not, or an expected entry is missing. 2: a part of it cannot be verified. */
export async function auditCommand({ json = false, since = 0, expect }: AuditOptions): Promise<void> {
  const opened = await openStored();
  if (opened === null) return;
  const { config, ramz } = opened;
  try {
    const shown: ReadEntry[] = [];
    let isFound = expect === undefined;
    const chain = await ramz.audit.verify((entry) => {
      if (entry.hash === expect && entry.proof !== "altered") isFound = true;
      if (entry.at < since) return;
      if (json) shown.push(entry);
      else console.log(lineOf(entry));
    });
    const lines = verdictLines(chain, isFound ? null : (expect ?? null));
    if (json) console.log(JSON.stringify({ ...chain, expected: isFound, entries: shown }, null, 2));
    else for (const line of lines) console.error(line);
    if (!isWhole(chain) || !isFound) process.exitCode = 1;
    else if (chain.unprovenFrom !== null) process.exitCode = 2;
  } catch (error) {
    refuse(`The store "${storeName(config.store)}" does not answer: ${messageOf(error)}.`);
  } finally {
    await ramz.close();
  }
}

const DOUBTS: Readonly<Record<ReadEntry["proof"], string>> = {
  genuine: "",
  secret_gone: "  [cannot be verified]",
  altered: "  [ALTERED]",
};

/** Signs that order text by direction are for pages. */
function lineOf(entry: ReadEntry): string {
  const at = new Date(entry.at).toISOString().slice(0, 19).replace("T", " ");
  const text = actText(entry, "en").replace(/[\u2066\u2068\u2069]/g, "");
  return `${String(entry.seq).padStart(5)}  ${at} UTC  ${entry.who}: ${text}${DOUBTS[entry.proof]}`;
}
