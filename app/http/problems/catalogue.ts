/** Every problem a caller can meet: its stable code, HTTP status, and what it says in both languages. */
import { REQUEST_PROBLEMS } from "./request-problems.ts";
import { DELIVERY_PROBLEMS } from "./delivery-problems.ts";
import { HOOK_PROBLEMS } from "./hook-problems.ts";
import { VERIFICATION_PROBLEMS } from "./verification-problems.ts";

export const PROBLEMS = {
  ...REQUEST_PROBLEMS,
  ...VERIFICATION_PROBLEMS,
  ...DELIVERY_PROBLEMS,
  ...HOOK_PROBLEMS,
};

export type ProblemCode = keyof typeof PROBLEMS;
