/** The people of a simulated world: users, guessers, cancelers, and a fool whose requests are all wrong. */
import type { Otp, StartCommand } from "../../domain/otp.ts";
import type { Seeded } from "../support/seeded.ts";
import type { SimClock } from "../support/sim-clock.ts";
import { wrong } from "../support/steps.ts";
import { checkOf, PHONE, START } from "../support/world.ts";
import { type Event, only, type Answered } from "./history.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";
import type { Client } from "../../domain/rate-limits/sender.ts";

export interface Stage {
  readonly clock: SimClock;
  readonly processes: readonly Otp[];
  readonly events: Event[];
}

/** What one actor can do. Every use is recorded as an event. */
interface Hands {
  readonly random: Seeded;
  start(command?: Partial<StartCommand>): Promise<void>;
  check(command: Parameters<Otp["check"]>[0]): Promise<void>;
  cancel(id: string): Promise<void>;
  read(id: string): Promise<void>;
  pause(): Promise<void>;
  /** A wait about as long as one provider takes. */
  blink(): Promise<void>;
  /** The newest message that arrived on the phone, or that any provider saw. */
  newest(kind: "arrived" | "handed"): { readonly id: string; readonly code: string } | null;
}

export function actAs(stage: Stage, random: Seeded): Promise<void> {
  const act = random.pick([user, user, user, guesser, canceler, fool]);
  return act(handsOf(stage, random));
}

const NEIGHBOUR = "+989121234568";
const HOME: Client = { address: "192.0.2.7", subnet: "192.0.2.0/24" };
const OFFICE: Client = { address: "192.0.2.8", subnet: "192.0.2.0/24" };
const WHEREABOUTS: readonly [Partial<StartCommand>, ...Partial<StartCommand>[]] = [
  {},
  { client: HOME },
  { client: HOME, limits: { device: "phone" } },
  { client: OFFICE, limits: { device: "phone" } },
];

async function user(hands: Hands): Promise<void> {
  const { random } = hands;
  const purpose = random.pick(["login", "login", "payment"]);
  const knownSession = random.happens(0.3);
  const challengePassed = random.happens(0.2);
  const whereabouts = random.pick(WHEREABOUTS);
  const to = random.pick([PHONE, PHONE, PHONE, NEIGHBOUR]);
  for (let round = random.whole(1, 5); round > 0; round--) {
    const channel = random.pick(["sms", "sms", "auto"] as const);
    await hands.start({ ...whereabouts, channel, purpose, knownSession, challengePassed, to });
    await hands.pause();
    const message = hands.newest("arrived");
    if (message === null) continue;
    const code = random.happens(0.7) ? message.code : wrong(message.code);
    await hands.check(checkOf(code, random.happens(0.5) ? { id: message.id } : { purpose, knownSession }));
    await hands.read(message.id);
    await hands.pause();
  }
}

/** Sometimes knows the code, and makes several guesses at once. */
async function guesser(hands: Hands): Promise<void> {
  const { random } = hands;
  for (let round = random.whole(1, 5); round > 0; round--) {
    await hands.pause();
    const message = hands.newest("handed");
    if (message === null) continue;
    const guesses = Array.from({ length: random.whole(1, 6) }, (_, step) => {
      const code = random.happens(0.1) ? message.code : wrong(message.code, step + 1);
      return hands.check(checkOf(code, random.happens(0.5) ? { id: message.id } : { purpose: "login" }));
    });
    await Promise.all(guesses);
  }
}

async function canceler(hands: Hands): Promise<void> {
  for (let round = hands.random.whole(1, 4); round > 0; round--) {
    await (hands.random.happens(0.5) ? hands.pause() : hands.blink());
    await hands.cancel(hands.newest("handed")?.id ?? "ver_none");
  }
}

async function fool(hands: Hands): Promise<void> {
  await hands.start({ channel: "call" });
  await hands.start({ to: hands.random.pick(["+12025550123", "hello"]) });
  await hands.pause();
  const message = hands.newest("handed");
  await hands.check({
    app: "shop",
    to: hands.random.pick(["+12025550123", "hello"]),
    purpose: "login",
    code: "1",
  });
  await hands.check(checkOf("12", message ?? { purpose: "signup" }));
  await hands.read(`ver_${"A".repeat(34)}`);
}

function handsOf({ clock, processes, events }: Stage, random: Seeded): Hands {
  const note = async (verb: Answered["verb"], ask: (otp: Otp) => Promise<Answered>) => {
    const process = random.whole(0, processes.length - 1);
    const otp = processes[process];
    if (otp === undefined) return;
    try {
      const answered = await ask(otp);
      events.push({ kind: "answered", at: clock.now(), process, ...answered });
    } catch (error) {
      events.push({ kind: "failed", at: clock.now(), process, verb, error });
    }
  };
  return {
    random,
    start: (command) =>
      note("start", async (otp) => {
        const whole = { ...START, ...command };
        return { verb: "start", command: whole, verdict: await otp.start(whole) };
      }),
    check: (command) =>
      note("check", async (otp) => ({ verb: "check", command, verdict: await otp.check(command) })),
    cancel: (id) =>
      note("cancel", async (otp) => ({ verb: "cancel", verdict: await otp.cancel({ app: "shop", id }) })),
    read: (id) =>
      note("read", async (otp) => ({ verb: "read", verdict: await otp.read({ app: "shop", id }) })),
    pause: () =>
      clock.sleep(random.whole(0, random.pick([0, 100, 1_000, 1_000, 10_000, 70_000, HOUR_MS, DAY_MS]))),
    blink: () => clock.sleep(random.whole(0, 400)),
    newest(kind) {
      const message = only(events, kind).at(-1)?.message;
      return message === undefined ? null : { id: message.verificationId, code: message.code };
    },
  };
}
