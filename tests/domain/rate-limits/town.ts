/** A day of a town: people who verify, and an attack that pumps messages. Times and numbers are a function of the seed. */
import { iranianOperator } from "../../../adapters/numbering/iranian-operators.ts";
import type { GuardRules } from "../../../domain/rate-limits/pumping-guard.ts";
import type { StartVerdict } from "../../../domain/verdicts.ts";
import { testNumbering } from "../../support/numbering.ts";
import type { Seeded } from "../../support/seeded.ts";
import { createWorld, START, type World } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import type { Client } from "../../../domain/rate-limits/sender.ts";

/** A person who asks for a code at `at`, and types it in some time later or never. */
export interface Asker {
  readonly atMs: number;
  readonly to: string;
  readonly client: Client;
  readonly answersAfterMs: number | null;
}

/** Shares of Iranian operators among users, by the ranges they hand numbers out of. */
const RANGES: readonly (readonly [share: number, prefixes: readonly [string, ...string[]]])[] = [
  [0.53, ["910", "911", "912", "913", "914", "915", "916", "917", "918", "919", "990", "991", "992"]],
  [0.4, ["901", "902", "903", "905", "930", "933", "935", "936", "937", "938", "939"]],
  [0.07, ["920", "921", "922"]],
];

export const digits = (random: Seeded, count: number): string =>
  Array.from({ length: count }, () => random.whole(0, 9)).join("");

/** A number of any operator, by its share of users. */
export function anyNumber(random: Seeded): string {
  let lot = random.unit();
  const [, prefixes] = RANGES.find(([share]) => (lot -= share) < 0) ?? [0, ["912"] as const];
  return `+98${random.pick(prefixes)}${digits(random, 7)}`;
}

/** An address in one of this many networks. */
export function anyClient(random: Seeded, networks: number): Client {
  const network = random.whole(1, networks);
  const subnet = `10.${network >> 8}.${network & 255}`;
  return { address: `${subnet}.${random.whole(1, 254)}`, subnet: `${subnet}.0/24` };
}

/** Three of four confirm, after 20 seconds to two minutes. */
const CONVERSION = 0.75;

export function townspeople(random: Seeded, count: number, hoursMs: number): readonly Asker[] {
  return Array.from({ length: count }, () => ({
    atMs: random.whole(0, hoursMs),
    to: anyNumber(random),
    client: anyClient(random, 800),
    answersAfterMs: random.happens(CONVERSION) ? random.whole(20, 120) * SECOND_MS : null,
  }));
}

/** What became of one request. */
export interface Lived {
  readonly asker: Asker;
  readonly kind: StartVerdict["kind"];
}

/** Makes all requests under the guard's rules, and returns the outcomes in order. */
export function live(askers: readonly Asker[], guard: GuardRules): readonly Lived[] {
  const world = createWorld({
    rules: { guard },
    providers: [{ name: "sure", answers: [{ says: { outcome: "accepted" }, afterMs: 300 }] }],
    ports: () => ({ numbering: { ...testNumbering, operator: (to) => iranianOperator(to.slice(3)) } }),
  });
  const lived: Lived[] = [];
  const all = askers.map(async (asker) => {
    await world.clock.sleep(asker.atMs);
    const verdict = await world.otp.start({ ...START, to: asker.to, client: asker.client });
    lived.push({ asker, kind: verdict.kind });
    if (asker.answersAfterMs === null || verdict.kind !== "sent") return;
    await world.clock.sleep(asker.answersAfterMs);
    const { id } = verdict.verification;
    await world.otp.check({ app: START.app, id, code: codeOf(world, id) });
  });
  world.clock.run(Promise.all(all));
  return lived;
}

function codeOf({ handed }: World, id: string): string {
  return handed.findLast(({ message }) => message.verificationId === id)?.message.code ?? "";
}
