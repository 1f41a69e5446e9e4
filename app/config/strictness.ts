/** Rules between the numbers of policies: an app may be stricter than the service, and no attempt outlasts its chain. */
import type { WrittenPolicy } from "./tables/policy.ts";

/** What of the service binds an app: its number is the most, or the least, that an app may have; or each has its own. */
const BOUND: Readonly<Record<keyof WrittenPolicy, "most" | "least" | "own">> = {
  code_length: "least",
  expiry_time: "most",
  max_attempts: "most",
  guesses_per_day: "most",
  resend_wait_time: "least",
  sends_per_hour: "most",
  sends_per_day: "most",
  known_sends_per_day: "most",
  known_guesses_per_day: "most",
  store_wait_ms: "own",
  chain_deadline_ms: "own",
  attempt_timeout_ms: "own",
};

/** Numbers of an app that are looser than the service's, each in a sentence. */
export function looserThan(
  service: WrittenPolicy,
  app: Partial<WrittenPolicy>,
  where: string,
): readonly string[] {
  return Object.keys(app)
    .filter(isNumber)
    .flatMap((name) => {
      const [own, its, bound] = [app[name], service[name], BOUND[name]];
      if (own === undefined || bound === "own") return [];
      if (bound === "most" ? own <= its : own >= its) return [];
      const [relation, remedy] = bound === "most" ? ["above", "Lower it"] : ["below", "Raise it"];
      return [
        `${where}.${name}: ${own} is ${relation} the service's ${its}. ${remedy}, or change policy.${name}.`,
      ];
    });
}

function isNumber(name: string): name is keyof WrittenPolicy {
  return name in BOUND;
}

/** The sentence when an attempt may take longer than its whole chain. */
export function attemptOutlastsChain(
  { attempt_timeout_ms: attempt, chain_deadline_ms: chain }: WrittenPolicy,
  names: { readonly attempt: string; readonly chain: string },
): readonly string[] {
  if (attempt <= chain) return [];
  return [
    `${names.attempt} (${attempt}) is longer than ${names.chain} (${chain}). Lower the first or raise the second.`,
  ];
}
