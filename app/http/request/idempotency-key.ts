/** The header Idempotency-Key on calls that send: a call that is repeated with it gets the first answer, and sends no second message. */
import type { Answer } from "../../../domain/use-cases/idempotency.ts";
import {
  type CarryVerdict,
  mayHaveCarried,
  mayHaveSent,
  type StartVerdict,
} from "../../../domain/verdicts.ts";
import type { Service } from "../../service/service.ts";
import type { Text } from "../../language/language.ts";
import { languageOf } from "./accept-language.ts";
import { ProblemError } from "../problems/problem.ts";
import type { App } from "../../service/calling-app.ts";
import { packed, unpacked } from "./packed-response.ts";

const HEADER = "idempotency-key";
/** 1 to 255 visible ASCII characters. */
const KEY_SHAPE = /^[\x21-\x7e]{1,255}$/;
const BAD_KEY: Text = {
  en: "must be 1 to 255 visible ASCII characters",
  fa: "باید ۱ تا ۲۵۵ نویسهٔ ASCII بدون فاصله باشد",
};

/** A send may have started a moment before its repetition came, and ends no later than the connection is closed. */
const MARGIN_MS = 1_000;
const RETRY_IN_PROGRESS_MS = 2_000;

export interface Sending {
  readonly app: App;
  readonly request: Request;
  /** As it was read; its members may stand in any order. */
  readonly body: unknown;
}

/** A call that sends. */
export interface KeyedCall<V> {
  readonly run: () => Promise<V>;
  readonly answer: (verdict: V) => Response;
  /** How long its answer is kept under the key. */
  readonly keep: (verdict: V) => Omit<Answer, "text">;
  /** Of a carried code, in milliseconds: when its caller is answered at the latest, and how long it is good. */
  readonly carried?: { readonly answerWithinMs: number; readonly codeLifeMs: number };
}

export function keepStart(verdict: StartVerdict): Omit<Answer, "text"> {
  return { mayBeOut: mayHaveSent(verdict), asksAgain: verdict.kind === "challenge_required" };
}

export function keepCarry(verdict: CarryVerdict): Omit<Answer, "text"> {
  return { mayBeOut: mayHaveCarried(verdict) };
}

/**
 * Runs a call that sends, at most once for each key, and answers it. Without the header it is the call alone. Throws a
 * ProblemError when the key is none, was used for another call, or when the first call has no answer yet.
 */
export async function idempotently<V>(
  { idempotency }: Pick<Service, "idempotency">,
  { app, request, body }: Sending,
  { run, answer, keep, carried }: KeyedCall<V>,
): Promise<Response> {
  const key = idempotencyKeyOf(request);
  if (key === null) return answer(await run());
  const content = `${new URL(request.url).pathname}\n${canonical(body)}`;
  const { storeWaitMs, chainDeadlineMs } = app.policy;
  const { answerWithinMs = chainDeadlineMs, codeLifeMs = 0 } = carried ?? {};
  const waitMs = storeWaitMs + answerWithinMs + MARGIN_MS;
  const done = await idempotency.run({ app: app.name, key, content, waitMs, codeLifeMs }, async () => {
    const verdict = await run();
    return { text: await packed(answer(verdict)), ...keep(verdict) };
  });
  switch (done.kind) {
    case "answered":
      return unpacked(done.text, done.replayed);
    case "key_reused":
      throw new ProblemError("idempotency_key_reused");
    case "in_progress":
      throw new ProblemError("idempotency_in_progress", { retryAfterMs: RETRY_IN_PROGRESS_MS });
  }
}

/** The key of a request; null without one. Throws a ProblemError when the header is no key. */
export function idempotencyKeyOf({ headers }: Request): string | null {
  const key = headers.get(HEADER);
  if (key === null || KEY_SHAPE.test(key)) return key;
  const detail = BAD_KEY[languageOf(headers)];
  throw new ProblemError("invalid_request", { errors: [{ field: "Idempotency-Key", detail }] });
}

/** The same text for the same values, in whatever order they were written. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}
