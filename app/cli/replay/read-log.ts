/** Recorded decisions out of logs. */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Recorded } from "../../../domain/rate-limits/guard-replay-records.ts";
import type { Recipient } from "../../../domain/recipient/recipient.ts";

const told = { at: Type.Integer(), ledger: Type.String({ minLength: 1 }) };

const Decided = Type.Object({
  event: Type.Literal("send.decided"),
  ...told,
  app: Type.String(),
  block: Type.Unsafe<Recipient>(Type.String({ pattern: "^\\+[0-9]*$" })),
  operator: Type.String(),
  network: Type.Optional(Type.String()),
  trusted: Type.Boolean(),
  decision: Type.Union([Type.Literal("sent"), Type.Literal("refused")]),
  rule: Type.Optional(Type.String()),
});
const Returned = Type.Object({ event: Type.Literal("send.returned"), ...told, asked: Type.Integer() });
const Confirmed = Type.Object({
  event: Type.Literal("send.confirmed"),
  ...told,
  sends: Type.Integer({ minimum: 1 }),
});

/** What every one of the lines looks for has, so that others need not be parsed. */
const MARK = '"event":"send.';

/** The decisions in these files, or in `input` when there are none, in the order of time. Throws what reading throws. */
export async function readRecords(files: readonly string[], input: Readable): Promise<readonly Recorded[]> {
  const records: Recorded[] = [];
  const sources = files.length === 0 ? [input] : files.map((file) => createReadStream(file));
  for (const source of sources) {
    for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
      const record = line.includes(MARK) ? recordIn(line) : null;
      if (record !== null) records.push(record);
    }
  }
  // Within a millisecond as they stand.
  return records.sort((a, b) => a.at - b.at);
}

/** Null of a line that is none, e.g. one that a full disk cut off. */
function recordIn(line: string): Recorded | null {
  const value = jsonIn(line);
  return as(Decided, value) ?? as(Returned, value) ?? as(Confirmed, value);
}

/** A collector may have put something before the object. */
function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line.slice(line.indexOf("{")));
  } catch {
    return null;
  }
}

function as<T extends TSchema>(shape: T, value: unknown): Static<T> | null {
  return Value.Check(shape, value) ? value : null;
}
