/** Reads recorded decisions from logs. */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Recorded } from "../../../domain/rate-limits/guard-replay-records.ts";
import type { Recipient } from "../../../domain/recipient/recipient.ts";

const common = { at: Type.Integer(), ledger: Type.String({ minLength: 1 }) };

const Decided = Type.Object({
  event: Type.Literal("send.decided"),
  ...common,
  app: Type.String(),
  block: Type.Unsafe<Recipient>(Type.String({ pattern: "^\\+[0-9]*$" })),
  operator: Type.String(),
  network: Type.Optional(Type.String()),
  trusted: Type.Boolean(),
  decision: Type.Union([Type.Literal("sent"), Type.Literal("refused")]),
  rule: Type.Optional(Type.String()),
});
const Returned = Type.Object({ event: Type.Literal("send.returned"), ...common, asked: Type.Integer() });
const Confirmed = Type.Object({
  event: Type.Literal("send.confirmed"),
  ...common,
  sends: Type.Integer({ minimum: 1 }),
});

/** Every line with a decision contains this, so other lines need not be parsed. */
const MARK = '"event":"send.';

/** The decisions in these files, or in `input` when no files are given, ordered by time. Throws when a file cannot be read. */
export async function readRecords(files: readonly string[], input: Readable): Promise<readonly Recorded[]> {
  const records: Recorded[] = [];
  const sources = files.length === 0 ? [input] : files.map((file) => createReadStream(file));
  for (const source of sources) {
    for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
      const record = line.includes(MARK) ? recordIn(line) : null;
      if (record !== null) records.push(record);
    }
  }
  // Stable: records of the same millisecond keep their order.
  return records.sort((a, b) => a.at - b.at);
}

/** The record in a line; null when there is none, e.g. because a full disk cut off the line. */
function recordIn(line: string): Recorded | null {
  const value = jsonIn(line);
  return as(Decided, value) ?? as(Returned, value) ?? as(Confirmed, value);
}

/** A log collector may have added a prefix to the line. */
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
