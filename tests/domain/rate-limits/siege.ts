/**
 * A day under attack, for the guard and its table in the docs: 200 real users an hour, and attackers who never confirm a code. Half of the
 * users are new, half of all are behind 20 shared addresses, and so are a tenth of the attackers unless the options say otherwise. Times are a
 * function of the seed. It drives the rate limiter alone, because the limits of single numbers stop none of these attackers.
 */
import { createMemoryWindows } from "../../../domain/rate-limits/in-memory-windows.ts";
import { DEFAULT_RATE_LIMITS, type RateLimitRules } from "../../../domain/rate-limits/quotas.ts";
import { createRateLimiter, type RateLimiter } from "../../../domain/rate-limits/rate-limiter.ts";
import type { Client, Requester, SentFrom } from "../../../domain/rate-limits/sender.ts";
import { BUCKETS } from "../../../domain/rate-limits/sliding-window.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";
import { createSeeded, type Seeded } from "../../support/seeded.ts";
import { anyNumber } from "./town.ts";

export const USERS_PER_HOUR = 200;
const SHARED_ADDRESSES = 20;
/** Three of four users type their code in. */
const CONVERSION = 0.75;

export interface SiegeOptions {
  readonly attackers: number;
  /** Share of the attackers behind the users' shared addresses. */
  readonly shared?: number;
  /** All addresses are in so many networks; each in one of its own when left out. */
  readonly networks?: number;
  readonly guard?: RateLimitRules["guard"];
  readonly seed?: number;
}

type Group = "known" | "own" | "shared";

/** Users of one group: how many asked for a code, and how many got one at the first attempt. */
interface Served {
  readonly asked: number;
  readonly served: number;
}

export interface SiegeResult {
  /** Messages that attackers caused. */
  readonly wasted: number;
  readonly users: Readonly<Record<Group, Served>>;
}

interface Event {
  readonly at: number;
  readonly run: () => Promise<readonly Event[]>;
}

export async function siege({
  attackers,
  shared = 0.1,
  networks = Infinity,
  guard = DEFAULT_RATE_LIMITS.guard,
  seed = 1,
}: SiegeOptions): Promise<SiegeResult> {
  const random = createSeeded(seed);
  const clock = { at: DAY_MS * 20_000, now: () => clock.at };
  const rateLimiter = createRateLimiter({
    windows: createMemoryWindows(clock),
    // Names need not be hashed here.
    secrets: { windowKey: (text) => text },
    rules: { ...DEFAULT_RATE_LIMITS, guard },
  });
  const from = clock.at;
  const users = { known: tally(), own: tally(), shared: tally() };
  let wasted = 0;

  /** An ordinary day before, without attackers, so that windows are as full as they are in service. */
  const days = [0, 1].flatMap((day) =>
    usersOf(random.fork(), from + day * DAY_MS, (user, isServed) => {
      if (day === 0) return;
      users[user.group].asked += 1;
      if (isServed) users[user.group].served += 1;
    }),
  );
  const pool = Array.from({ length: attackers }, (_, index): Attacker => {
    const isShared = index < Math.floor(attackers * shared);
    return { client: isShared ? sharedAddress(index) : ownAddress(index, networks), isShared };
  });
  const attack = attackersOf(pool, random.fork(), from + DAY_MS + HOUR_MS);
  await run([...days, attack], clock, from + 2 * DAY_MS);
  return { wasted, users };

  function usersOf(
    chances: Seeded,
    begin: number,
    report: (user: User, isServed: boolean) => void,
  ): readonly Event[] {
    return Array.from({ length: USERS_PER_HOUR * 24 }, (_, index) => {
      const user = userOf(index, chances, networks);
      const answersAfterMs = chances.happens(CONVERSION) ? chances.whole(20, 120) * SECOND_MS : null;
      const at = begin + chances.whole(0, DAY_MS - 1);
      return { at, run: () => visit(user, at, answersAfterMs, report) };
    });
  }

  /** A user asks once, solves a challenge if one is asked for, and types the code in or not. */
  async function visit(
    user: User,
    at: number,
    answersAfterMs: number | null,
    report: (user: User, isServed: boolean) => void,
  ): Promise<readonly Event[]> {
    const requester = requesterOf(user.to, user.client);
    if (user.group === "known" || user.isProved) await prove(rateLimiter, requester, at);
    const answer = await ask(rateLimiter, requester, at);
    report(user, answer.kind === "sent");
    if (answer.kind !== "sent" || answersAfterMs === null) return [];
    const confirmAt = at + answersAfterMs;
    return [
      {
        at: confirmAt,
        run: async () => {
          await rateLimiter.confirm({ ...requester, ...answer.sentFrom }, 1, confirmAt);
          return [];
        },
      },
    ];
  }

  /**
   * Each attacker asks for any number as fast as it solves challenges, one a second. All of them rest while nothing can go out, and are
   * back before any user is: with the next bucket of a used-up budget or shared address, each hour at an address of their own.
   */
  function attackersOf(all: readonly Attacker[], chances: Seeded, begin: number): Event {
    const ready = [...all];
    let isIdle = false;
    const step = (at: number): Event => ({
      at,
      async run() {
        const attacker = ready.shift();
        isIdle = attacker === undefined;
        if (attacker === undefined) return [];
        const answer = await ask(rateLimiter, requesterOf(anyNumber(chances), attacker.client), at);
        const next = step(at + SECOND_MS / all.length);
        if (answer.kind === "sent") {
          wasted += 1;
          ready.push(attacker);
          return [next];
        }
        if (answer.rule.endsWith("_day")) {
          ready.unshift(attacker);
          return [step(nextBucket(at, DAY_MS))];
        }
        return [next, comesBack(attacker, restUntil(attacker, answer.rule, at))];
      },
    });
    const comesBack = (attacker: Attacker, at: number): Event => ({
      at,
      async run() {
        ready.push(attacker);
        return isIdle ? [step(at)] : [];
      },
    });
    return step(begin);
  }
}

function restUntil({ isShared }: Attacker, rule: string, at: number): number {
  if (!isShared) return at + HOUR_MS;
  return nextBucket(at, rule === "ip_hour" ? HOUR_MS : DAY_MS);
}

interface Attacker {
  readonly client: Client;
  readonly isShared: boolean;
}

function nextBucket(at: number, windowMs: number): number {
  const bucketMs = windowMs / BUCKETS;
  return (Math.floor(at / bucketMs) + 1) * bucketMs;
}

interface User {
  readonly to: string;
  readonly client: Client;
  readonly group: Group;
  /** Proved its number within the last 30 days. */
  readonly isProved: boolean;
}

/** Every second user is known, and every second pair is behind shared addresses. */
function userOf(index: number, random: Seeded, networks: number): User {
  const isProved = index % 2 === 0;
  const isShared = index % 4 < 2;
  const client = isShared
    ? sharedAddress(random.whole(0, SHARED_ADDRESSES - 1))
    : ownAddress(random.whole(1e6, 2e6), networks);
  return { to: anyNumber(random), client, isProved, group: isProved ? "known" : isShared ? "shared" : "own" };
}

function sharedAddress(index: number): Client {
  const network = index % SHARED_ADDRESSES;
  return { address: `shared ${network}`, subnet: `shared network ${network}` };
}

/** Its own address, in one of so many networks. */
function ownAddress(index: number, networks: number): Client {
  return { address: `own ${index}`, subnet: `own network ${index % networks}` };
}

function requesterOf(to: string, client: Client): Requester {
  return {
    app: "shop",
    recipient: `+${to.slice(1)}`,
    operator: `IR ${to.slice(3, 5)}`,
    client,
    callerLimits: {},
  };
}

/** History of the number alone, as from a proof 25 days ago. */
async function prove(rateLimiter: RateLimiter, requester: Requester, at: number): Promise<void> {
  const watched = { ...requester, sources: [], standing: "known" } as const;
  await rateLimiter.confirm(watched, 1, at - 25 * DAY_MS);
}

type Asked =
  | { readonly kind: "sent"; readonly sentFrom: SentFrom }
  | { readonly kind: "refused"; readonly rule: string };

/** One request; a challenge is solved and the request repeated. */
async function ask(rateLimiter: RateLimiter, requester: Requester, at: number): Promise<Asked> {
  const { sources, isNumberKnown } = await rateLimiter.identify(requester, at);
  const standing = isNumberKnown ? "known" : "newcomer";
  const sender = { ...requester, sources, standing } as const;
  const first = await rateLimiter.reserve({ ...sender, isChallengePassed: false }, at);
  const isChallenged = first.kind === "refused" && first.refusal.kind === "challenge_required";
  const last = isChallenged ? await rateLimiter.reserve({ ...sender, isChallengePassed: true }, at) : first;
  return last.kind === "reserved"
    ? { kind: "sent", sentFrom: { sources: sources.map((source) => ({ ...source, sends: 1 })), standing } }
    : { kind: "refused", rule: last.refusal.rule };
}

const tally = () => ({ asked: 0, served: 0 });

/** Runs events in the order of time, those that they lead to included. */
async function run(events: readonly Event[], clock: { at: number }, until: number): Promise<void> {
  const queue = heapOf(events);
  for (let next = queue.pop(); next !== undefined && next.at < until; next = queue.pop()) {
    clock.at = Math.max(clock.at, next.at);
    for (const event of await next.run()) queue.push(event);
  }
}

/** A binary heap of events, the earliest first. */
function heapOf(events: readonly Event[]) {
  const heap: Event[] = [];
  const push = (event: Event) => {
    heap.push(event);
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const [a, b] = [heap[parent], heap[child]];
      if (a === undefined || b === undefined || a.at <= b.at) return;
      [heap[parent], heap[child]] = [b, a];
      child = parent;
    }
  };
  const pop = (): Event | undefined => {
    const [top] = heap;
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      let least = parent;
      for (const child of [left, right]) {
        const [a, b] = [heap[child], heap[least]];
        if (a !== undefined && b !== undefined && a.at < b.at) least = child;
      }
      const [a, b] = [heap[parent], heap[least]];
      if (least === parent || a === undefined || b === undefined) return top;
      [heap[parent], heap[least]] = [b, a];
      parent = least;
    }
  };
  events.forEach(push);
  return { push, pop };
}
