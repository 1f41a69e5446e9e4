/** `[apps.shop.policy]`: the numbers that one app changes. An app may be stricter than the service, never looser. */
import { Type } from "@sinclair/typebox";
import { closed } from "../setting.ts";
import { PolicySchema, type WrittenPolicy } from "./policy.ts";

/** The numbers of `[policy]`; each may be left out, and none has a variable. */
export const AppPolicySchema = Type.Unsafe<Partial<WrittenPolicy>>(
  Type.Object(
    Object.fromEntries(
      Object.entries(PolicySchema.properties).map(([name, { default: _default, env: _env, ...number }]) => [
        name,
        Type.Optional(number),
      ]),
    ),
    { ...closed, default: {} },
  ),
);

/** How the service's number binds an app: as the highest or the lowest that the app may have, or not at all. */
const BOUNDS: Readonly<Record<keyof WrittenPolicy, "highest" | "lowest" | "free">> = {
  code_length: "lowest",
  expiry_time: "highest",
  max_attempts: "highest",
  guesses_per_day: "highest",
  resend_wait_time: "lowest",
  delivery_resend_wait: "lowest",
  delivery_answer_ms: "free",
  sends_per_hour: "highest",
  sends_per_day: "highest",
  known_sends_per_day: "highest",
  known_guesses_per_day: "highest",
  store_wait_ms: "free",
  chain_deadline_ms: "free",
  attempt_timeout_ms: "free",
};

/** One sentence for each number of the app that is looser than the service's. */
export function looserThan(
  service: WrittenPolicy,
  app: Partial<WrittenPolicy>,
  where: string,
): readonly string[] {
  return Object.keys(app)
    .filter(isNumber)
    .flatMap((name) => {
      const [ofApp, ofService, bound] = [app[name], service[name], BOUNDS[name]];
      if (ofApp === undefined || bound === "free") return [];
      if (bound === "highest" ? ofApp <= ofService : ofApp >= ofService) return [];
      const [relation, remedy] = bound === "highest" ? ["above", "Lower it"] : ["below", "Raise it"];
      return [
        `${where}.${name}: ${ofApp} is ${relation} the service's ${ofService}. ${remedy}, or change policy.${name}.`,
      ];
    });
}

function isNumber(name: string): name is keyof WrittenPolicy {
  return name in BOUNDS;
}
