/**
 * The same flow through better-auth's phone-number plugin on the same Redis. Neither limits by address here. What each does:
 *
 * - Send: Ramz parses the number, checks its limits per number, saves the ledger, calls the provider, saves the outcome
 *   (three round trips); better-auth stores the code in plain text and calls the provider (one).
 * - Right code: Ramz counts the guess, approves once and signs a proof; better-auth consumes the code and creates a user, or
 *   only consumes it (`consume`, which it offers to server code only).
 *
 * The hand-written server shows what Ramz's round trips alone would allow.
 */
import { BETTER_AUTH, BETTER_AUTH_CONSUME } from "./better-auth.ts";
import { compare } from "./compare.ts";
import { checking, CHECKS, ROUND_MS, starting } from "./contenders.ts";
import { type Finding, ratioOf } from "./findings.ts";
import { startServer, stopAll } from "./server.ts";
import type { SharedRedis } from "./shared-redis.ts";

const ROUNDS = 5;
/** Never slower to send, and three times as quick to check. */
const SENDS_TARGET = 1;
const CHECKS_TARGET = 3;

export async function measureBesideBetterAuth({ url, empty }: SharedRedis): Promise<readonly Finding[]> {
  const ours = { name: "Ramz", before: empty, server: await startServer({ kind: "ramz", store: url }) };
  const theirs = {
    name: "better-auth",
    before: empty,
    api: BETTER_AUTH,
    server: await startServer({ kind: "better-auth", store: url }),
  };
  const byHand = {
    name: "by hand, with Ramz's round trips and no rules",
    before: empty,
    server: await startServer({ kind: "by hand", store: url }),
  };
  const consuming = { ...theirs, name: "better-auth, consume alone", api: BETTER_AUTH_CONSUME };
  try {
    console.log(`\n== Beside better-auth, both on Redis, send: ${ROUNDS} rounds of ${ROUND_MS} ms, medians`);
    const [a = [], b = [], h = []] = await compare([ours, theirs, byHand].map(starting), ROUNDS);
    const sends = [
      ratioOf("Send, Ramz / better-auth", a, b, SENDS_TARGET),
      ratioOf("Send, by hand / better-auth", h, b),
    ];

    console.log(`\n== Beside better-auth, wrong code: at most ${CHECKS} a round, ${ROUNDS} rounds, medians`);
    const [c = [], d = []] = await compare([checking("wrong", ours), checking("wrong", theirs)], ROUNDS);
    const wrongs = ratioOf("Wrong code, Ramz / better-auth", c, d, CHECKS_TARGET);

    console.log(`\n== Beside better-auth, right code: at most ${CHECKS} a round, ${ROUNDS} rounds, medians`);
    const contenders = [ours, theirs, consuming].map((entrant) => checking("right", entrant));
    const [e = [], f = [], g = []] = await compare(contenders, ROUNDS);
    return [
      ...sends,
      wrongs,
      ratioOf("Right code (signs a proof), Ramz / better-auth (makes a user)", e, f, CHECKS_TARGET),
      ratioOf("Right code (signs a proof), Ramz / better-auth's consume (no user)", e, g),
    ];
  } finally {
    await stopAll([ours.server, theirs.server, byHand.server]);
  }
}
