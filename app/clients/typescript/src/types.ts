/** The words of the API, named from the generated types. */
import type { components, operations } from "./openapi.generated.ts";

type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];
export type Verification = Schemas["Verification"];
export type ApprovedVerification = Schemas["ApprovedVerification"];
export type Delivery = Schemas["Delivery"];
export type RedeemedProof = Schemas["RedeemedProof"];
export type Challenge = Schemas["Challenge"];
export type StartVerification = Schemas["StartVerification"];
export type CheckCodeByNumber = Schemas["CheckCodeByNumber"];
export type CreateDelivery = Schemas["CreateDelivery"];

/** A check by the id of its verification, or by the number. */
export type Check = { readonly id: string; readonly code: string } | CheckCodeByNumber;

export type Operation = keyof operations;

type ProblemIn<Response> = Response extends { content: { "application/problem+json": infer Body } }
  ? Body
  : never;
type Responses<Op extends Operation> = operations[Op]["responses"];

/** The codes of the problems that an operation documents. */
export type CodeOf<Op extends Operation> = Extract<
  ProblemIn<Responses<Op>[keyof Responses<Op>]>,
  { code: string }
>["code"];

export interface CallOptions {
  /**
   * A name of your own for this call, so that it can be repeated in another process, too. Left out, each call gets a fresh one, which
   * covers the repetitions that the client makes.
   */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}
