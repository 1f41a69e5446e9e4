/** Small steps most tests take. They throw where the story would otherwise be another one. */
import type { CancelVerdict, CheckVerdict, ReadVerdict, StartVerdict } from "../../domain/verdicts.ts";
import type { VerificationView } from "../../domain/ledger/verification-view.ts";
import type { World } from "./world.ts";

/** The verification a verdict is about. */
export function verificationIn(
  verdict: StartVerdict | CheckVerdict | CancelVerdict | ReadVerdict,
): VerificationView {
  if ("verification" in verdict) return verdict.verification;
  throw new Error(`no verification in "${verdict.kind}"`);
}

/** The code of the newest message that was handed to a provider. */
export function codeIn({ handed }: Pick<World, "handed">): string {
  const last = handed.at(-1);
  if (last === undefined) throw new Error("no message was handed to a provider");
  return last.message.code;
}

/** A code of the same length that is certainly not this one. */
export function wrong(code: string, step = 1): string {
  const digits = (Number(code) + step) % 10 ** code.length;
  return String(digits).padStart(code.length, "0");
}

/** The most of these moments that any window of this length holds. */
export function mostWithin(moments: readonly number[], windowMs: number): number {
  return Math.max(
    0,
    ...moments.map((from) => moments.filter((at) => at >= from && at < from + windowMs).length),
  );
}
