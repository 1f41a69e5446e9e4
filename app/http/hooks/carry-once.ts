/** Carries the code of a hook's request, once: log-in servers repeat a request byte for byte, under another id each time (decision 37). */
import { createHash } from "node:crypto";
import type { CarryCommand } from "../../../domain/otp.ts";
import { MINUTE_MS, SECOND_MS } from "../../../domain/time.ts";
import type { Answer } from "../../../domain/use-cases/idempotency.ts";
import { type CarryVerdict, mayHaveCarried } from "../../../domain/verdicts.ts";
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import { CUT_OFF } from "../problems/hook-problems.ts";
import { ProblemError } from "../problems/problem.ts";
import { packed, unpacked } from "../request/packed-response.ts";
import type { HookRefusal } from "./protocol.ts";

/** Longer than any log-in server repeats a request. Kept for the life of the code at least: some servers sign no time. */
const TAKEN_KEPT_MS = 10 * MINUTE_MS;
/** A refused request is repeated in a storm at once; what is asked for later may be answered otherwise. */
const REFUSED_KEPT_MS = 10 * SECOND_MS;
/** The first run is answered at its deadline; a repetition that came at the same moment waits a little longer. */
const MARGIN_MS = 500;

export interface HookRun {
  readonly app: App;
  readonly hook: string;
  /** The same for each try of one message: the raw body, unless its protocol knows better. */
  readonly repeated: string | Uint8Array;
  readonly command: CarryCommand & { readonly answerWithinMs: number };
  /** The answer to a verdict, and the refusal that it is, if it is one. */
  readonly answer: (verdict: CarryVerdict) => {
    readonly response: Response;
    readonly refusal: HookRefusal | null;
  };
}

/** Throws StoreUnavailable, and a ProblemError when the first run was cut off. */
export async function carryOnce({ idempotency }: Service, run: HookRun): Promise<Response> {
  const { app, hook, repeated, command, answer } = run;
  // No key of a caller's has a line end in it.
  const key = `hook\n${hook}\n${createHash("sha256").update(repeated).digest("base64url")}`;
  const waitMs = command.answerWithinMs + MARGIN_MS;
  const request = { app: app.name, key, content: key, waitMs, codeLifeMs: command.ttlMs };
  const done = await idempotency.run(request, async () => {
    const verdict = await app.otp.carry(command);
    const { response, refusal } = answer(verdict);
    return { text: await packed(response), ...keptFor(verdict, refusal, command.ttlMs) };
  });
  switch (done.kind) {
    case "answered":
      return unpacked(done.text, done.replayed);
    case "key_reused":
    case "in_progress":
      throw new ProblemError("idempotency_in_progress", { detail: CUT_OFF });
  }
}

function keptFor(verdict: CarryVerdict, refusal: HookRefusal | null, ttlMs: number): Omit<Answer, "text"> {
  if (mayHaveCarried(verdict)) return { mayBeOut: true, keptMs: Math.max(TAKEN_KEPT_MS, ttlMs) };
  const retryAfterMs = (refusal?.retryAfterS ?? Infinity) * SECOND_MS;
  return { mayBeOut: false, keptMs: Math.min(retryAfterMs, REFUSED_KEPT_MS) };
}
