/** The result of a test, as it is kept for a form that comes again. */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { SendResult } from "../../../../service/test-send.ts";
import { AttemptReply, closed } from "../../../schemas/fields.ts";

const KeptAttempt = Type.Object(
  {
    ...AttemptReply.properties,
    template: Type.Optional(Type.String()),
    line: Type.Optional(Type.String()),
  },
  closed,
);

const KeptResult = Type.Object({
  chain: Type.Array(Type.String()),
  accepted: Type.Boolean(),
  verdict: Type.String(),
  conclusion: Type.String(),
  verification: Type.Union([Type.String(), Type.Null()]),
  attempts: Type.Array(KeptAttempt),
  trace_id: Type.String(),
});

/** Null when another version kept it. */
export function readResult(text: string): SendResult | null {
  const value: unknown = JSON.parse(text);
  return Value.Check(KeptResult, value) ? value : null;
}
