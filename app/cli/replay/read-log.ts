/** Reads recorded decisions from logs. */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import {
  placeRule,
  type Recorded,
  type SendDecided,
  sourcesIn,
} from "../../../domain/rate-limits/guard-replay-records.ts";
import { STANDINGS } from "../../../domain/rate-limits/sender.ts";
import type { SendRouted } from "../../../domain/routing/route-records.ts";
import type { Recipient } from "../../../domain/recipient/recipient.ts";

import { routedIn } from "./routes.ts";

const common = { at: Type.Integer(), ledger: Type.String({ minLength: 1 }) };

const Decided = Type.Object({
  event: Type.Literal("send.decided"),
  ...common,
  app: Type.String(),
  block: Type.Unsafe<Recipient>(Type.String({ pattern: "^\\+[0-9]*$" })),
  operator: Type.String(),
  sources: Type.Optional(Type.String()),
  standing: Type.Optional(Type.Union(STANDINGS.map((standing) => Type.Literal(standing)))),
  carried: Type.Optional(Type.Literal(true)),
  challenge: Type.Optional(Type.Literal("passed")),
  decision: Type.Union([Type.Literal("sent"), Type.Literal("refused"), Type.Literal("challenged")]),
  rule: Type.Optional(Type.String()),
  // Of logs from before sources were judged by themselves:
  network: Type.Optional(Type.String()),
  trusted: Type.Optional(Type.Boolean()),
});
const Returned = Type.Object({ event: Type.Literal("send.returned"), ...common, asked: Type.Integer() });
const Confirmed = Type.Object({
  event: Type.Literal("send.confirmed"),
  ...common,
  sends: Type.Integer({ minimum: 1 }),
});
const Reported = Type.Object({
  event: Type.Literal("send.reported"),
  ...common,
  sends: Type.Integer({ minimum: 0 }),
  outcome: Type.Union([Type.Literal("used"), Type.Literal("unused")]),
});

/** Every line with a decision contains this, so other lines need not be parsed. */
const MARK = '"event":"send.';

/** What a log has to replay. */
export interface LogRecords {
  /** Decisions of the guard and what followed, ordered by time. */
  readonly records: readonly Recorded[];
  /** Orders of providers. */
  readonly routed: readonly SendRouted[];
}

/** The records in these files, or in `input` when no files are given. Throws when a file cannot be read. */
export async function readLog(files: readonly string[], input: Readable): Promise<LogRecords> {
  const records: Recorded[] = [];
  const routed: SendRouted[] = [];
  const sources = files.length === 0 ? [input] : files.map((file) => createReadStream(file));
  for (const source of sources) {
    for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
      const value = line.includes(MARK) ? jsonIn(line) : null;
      const record = recordIn(value);
      if (record !== null) records.push(record);
      const order = record === null ? routedIn(value) : null;
      if (order !== null) routed.push(order);
    }
  }
  // Stable: records of the same millisecond keep their order.
  return { records: records.sort((a, b) => a.at - b.at), routed };
}

/** The record that a line holds; null when there is none, e.g. because a full disk cut off the line. */
function recordIn(value: unknown): Recorded | null {
  const decided = as(Decided, value);
  if (decided !== null) return decisionIn(decided);
  return as(Returned, value) ?? as(Confirmed, value) ?? as(Reported, value);
}

function decisionIn({ network, trusted, ...written }: Static<typeof Decided>): SendDecided {
  const sources =
    network === undefined
      ? sourcesIn(written.sources ?? "")
      : [{ kind: "subnet", key: network, approvalsPerDay: 0 } as const];
  const standing = written.standing ?? (trusted === true ? "vouched" : "newcomer");
  // A suspicious place refused sends before it asked for challenges.
  const decision =
    placeRule(written.rule) !== null && written.decision === "refused" ? "challenged" : written.decision;
  return { ...written, sources, standing, decision };
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
