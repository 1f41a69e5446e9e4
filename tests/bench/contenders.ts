/** The contenders of a comparison, and what each is sent in a round. */
import type { Contender } from "./compare.ts";
import { type Api, checks, RAMZ, starts, wrong } from "./requests.ts";
import type { Server } from "./server.ts";

export const ROUND_MS = 1_500;
/** Of five guesses four may be wrong and leave the verification pending. */
const GUESSES = 4;
export const CHECKS = 8_000;

export interface Entrant {
  readonly name: string;
  readonly server: Server;
  readonly api?: Api;
  /** How long one of its rounds of starts is; ROUND_MS by default. */
  readonly roundMs?: number;
  /** Before each of its rounds, not measured: empties a store that all share. */
  readonly before?: () => Promise<unknown>;
}

/** Starts of distinct numbers, for the length of a round. */
export function starting({ name, server, api = RAMZ, roundMs = ROUND_MS, before }: Entrant): Contender {
  return {
    name,
    server,
    status: api.status.started,
    async ready() {
      await before?.();
      const until = Date.now() + roundMs;
      return starts(() => Date.now() < until, api);
    },
  };
}

/**
 * So many checks of verifications made for them, or as many as a round has time for. A server without codes answers every guess
 * alike: leave it `wrong`.
 */
export function checking(guess: "right" | "wrong", { name, server, api = RAMZ, before }: Entrant): Contender {
  return {
    name,
    server,
    status: api.status[guess],
    async ready() {
      await before?.();
      const isRight = guess === "right";
      const targets = await server.prepare(isRight ? CHECKS : CHECKS / GUESSES);
      const next = isRight ? checks(targets, 1, (code) => code, api) : checks(targets, GUESSES, wrong, api);
      const until = Date.now() + ROUND_MS;
      return () => (Date.now() < until ? next() : null);
    },
  };
}
