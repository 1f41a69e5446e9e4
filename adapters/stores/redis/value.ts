/**
 * What lies under a key: the revision in digits, a space, a letter that names the packing, the ledger.
 *
 * One string takes less memory than a hash with two fields, which costs a table of its own as soon as a value is longer
 * than 64 bytes. Packed, an ordinary ledger is a third of its JSON: all ledgers share their words, and those stand in
 * the dictionary instead of in every key.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Ledger } from "../../../domain/ledger.ts";
import type { StoredLedger } from "../../../domain/store.ts";
import { decodeLedger, encodeLedger } from "../_codec.ts";

/** Written in front of every packed ledger; another dictionary gets another letter, or old keys could not be read. */
const PACKING = "a";

/** Words of ledgers, the most frequent last, where a reference to them is shortest. Never change it: see PACKING. */
const DICTIONARY: Buffer = Buffer.from(
  [
    '"fault":"message","account","recipient","reason":"vendorCode":"costRial":"metadata":{"call","en","kavenegar/sms","',
    'refused","unavailable","unknown","planned","skipped","canceled","expired","exhausted","undelivered","approved",',
    '"settledAt":1{"app":"default","recipient":"+989","sends":[17],"guesses":[17],"verifications":[{"status":"pending",',
    '"id":"ver_","purpose":"login","channel":"sms","locale":"fa","createdAt":17,"expiresAt":17,"checksLeft":5,',
    '"attempts":[{"send":17,"index":0,"provider":"kavenegar/verify","startedAt":17,"durationMs":,"outcome":"accepted",',
    '"messageId":""}],"traceId":"","codeLength":6,"nonce":"","keyId":""}]}',
  ].join(""),
);

/** The fastest level; the window holds the dictionary and a kilobyte, and what is not zeroed need not be waited for. */
const DEFLATE = { dictionary: DICTIONARY, level: 1, memLevel: 4, windowBits: 11 };

const SPACE = 0x20;

export function pack(ledger: Ledger, revision: number): Buffer {
  return Buffer.concat([
    Buffer.from(`${revision} ${PACKING}`),
    deflateRawSync(encodeLedger(ledger), DEFLATE),
  ]);
}

/** Throws on a value that this version did not write: better no answer than a wrong one. */
export function unpack(value: Buffer): StoredLedger {
  const space = value.indexOf(SPACE);
  const packing = value.toString("latin1", space + 1, space + 2);
  if (space < 1 || packing !== PACKING)
    throw new Error(`a stored ledger is packed as "${packing}", this Ramz reads "${PACKING}"`);
  const text = inflateRawSync(value.subarray(space + 2), { dictionary: DICTIONARY }).toString();
  return { ledger: decodeLedger(text), revision: Number(value.toString("latin1", 0, space)) };
}
