/** Carriers that receipts name: which are believed, where they are read, what is counted under them, and what is kept. */
import { expect, test } from "bun:test";
import { type NoteStore, StoreUnavailable } from "../../../../domain/storage/store.ts";
import { DAY_MS, MINUTE_MS } from "../../../../domain/time.ts";
import { createCarriers } from "../../../../domain/use-cases/receipts/carriers.ts";
import { decodeSent, encodeSent } from "../../../../domain/use-cases/receipts/sent-message.ts";
import { createMemoryNotes } from "../../../support/memory-notes.ts";
import {
  FIRST_OPERATOR,
  NEW_OPERATOR,
  type PortedOptions,
  portedWorld,
} from "../../../support/ported-world.ts";
import { ACCEPTED, fakeProvider } from "../../../support/providers.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { verificationIn } from "../../../support/steps.ts";
import { PHONE } from "../../../support/world.ts";

const secrets = createTestSecrets();
const MESSAGE = {
  app: "shop",
  verificationId: "ver_one",
  send: 1,
  index: 0,
  provider: "a",
  operator: FIRST_OPERATOR,
  acceptedAt: 2,
  expiresAt: 3,
  traceId: "0af7651916cd43dd8448eb211c80319c",
};

test("the next start is ordered and counted by the carrier of a receipt; the guard keeps the plan's operator", () => {
  const { counted, watched, report, orderedFor, approve } = portedWorld();
  expect(orderedFor()).toBe(FIRST_OPERATOR);
  approve();
  report(NEW_OPERATOR);
  expect(orderedFor()).toBe(NEW_OPERATOR);
  approve();
  report(NEW_OPERATOR, "signed", "m2");
  const expected = [FIRST_OPERATOR, NEW_OPERATOR].flatMap((operator) =>
    ["sent", "approved", "received"].map((what) => ({ what, operator })),
  );
  expect(counted).toEqual(expected);
  expect(new Set(watched)).toEqual(new Set([FIRST_OPERATOR]));
});

test("all messages of a verification count under one operator, also when the carrier becomes known between them", () => {
  const { counted, report, orderedFor, approve } = portedWorld();
  orderedFor();
  report(NEW_OPERATOR);
  // The resend takes the order of the carrier.
  expect(orderedFor(MINUTE_MS)).toBe(NEW_OPERATOR);
  approve();
  expect(new Set(counted.map(({ operator }) => operator))).toEqual(new Set([FIRST_OPERATOR]));
});

test("a number that moved back is ordered by the plan again", () => {
  const { report, orderedFor } = portedWorld();
  orderedFor();
  report(NEW_OPERATOR);
  orderedFor();
  report(FIRST_OPERATOR, "signed", "m2");
  expect(orderedFor()).toBe(FIRST_OPERATOR);
});

test.each([
  ["is proven by the address alone", { carrier: NEW_OPERATOR, proof: "path" }],
  ["names what no list has", { carrier: "XX-Elsewhere" }],
  ["names the operator of the send", { carrier: FIRST_OPERATOR }],
  ["names none", {}],
] as const)(
  "a receipt that %s changes and writes nothing",
  (_, { carrier, proof }: { carrier?: string; proof?: "path" }) => {
    const { written, report, orderedFor } = portedWorld();
    orderedFor();
    written.length = 0;
    report(carrier, proof);
    expect(written).toEqual([]);
    expect(orderedFor()).toBe(FIRST_OPERATOR);
  },
);

test.each([
  ["fixed routes", { mode: "fixed" }],
  ["a vendor that names no carriers", { carriers: null }],
] satisfies readonly (readonly [string, PortedOptions])[])(
  "with %s nothing is read or kept",
  (_, options) => {
    const { world, written, report } = portedWorld(options);
    world.start();
    report(NEW_OPERATOR);
    world.clock.advance(MINUTE_MS);
    world.start();
    expect(world.store.verbs.filter((verb) => verb === "read")).toEqual([]);
    expect(written.map(({ about }) => decodeSent(about)?.carrierNote)).toEqual([undefined, undefined]);
  },
);

/** What two starts take, and how often they read a note. */
function timed(options: PortedOptions) {
  const { world } = portedWorld({ tripMs: 10, ...options });
  world.start();
  const before = world.clock.now();
  world.clock.advance(MINUTE_MS);
  world.start();
  const reads = world.store.verbs.filter((verb) => verb === "read").length;
  return { ms: world.clock.now() - before, reads };
}

test("the reading waits for no round trip of its own", () => {
  const [learned, fixed] = [timed({}), timed({ mode: "fixed" })];
  expect([learned.reads, fixed.reads]).toEqual([2, 0]);
  expect(learned.ms).toBe(fixed.ms);
});

test("what is kept is a keyed hash and the operator's name, for 180 days", () => {
  const { world, written, report, orderedFor } = portedWorld();
  orderedFor();
  report(NEW_OPERATOR);
  const [message, carrier] = written;
  expect(carrier).toEqual({
    name: secrets.windowKey(`carrier\n${PHONE}`),
    about: NEW_OPERATOR,
    lifetimeMs: 180 * DAY_MS,
  });
  const { carrierNote, operator } = decodeSent(message?.about ?? "") ?? {};
  expect([carrierNote, operator]).toEqual([carrier?.name, FIRST_OPERATOR]);
  const kept = JSON.stringify(written);
  for (const part of [PHONE.slice(1), PHONE.slice(3), PHONE.slice(-7)]) expect(kept).not.toContain(part);
  world.clock.advance(179 * DAY_MS);
  expect(orderedFor()).toBe(NEW_OPERATOR);
  world.clock.advance(DAY_MS);
  expect(orderedFor()).toBe(FIRST_OPERATOR);
});

test("a forgotten number has no carrier, and receipts of its last messages bring none back", () => {
  const { world, report, orderedFor } = portedWorld();
  orderedFor();
  report(NEW_OPERATOR);
  expect(orderedFor()).toBe(NEW_OPERATOR);
  world.clock.run(world.otp.forget({ app: "shop", to: PHONE }));
  expect(orderedFor()).toBe(FIRST_OPERATOR);
  report(NEW_OPERATOR, "signed", "m3");
  expect(orderedFor()).toBe(FIRST_OPERATOR);
  world.clock.advance(DAY_MS);
  orderedFor();
  report(NEW_OPERATOR, "signed", "m5");
  expect(orderedFor()).toBe(NEW_OPERATOR);
});

/** How a store changes under a process that notes a carrier, while another process can forget the number. */
type Change = (notes: NoteStore, forget: () => Promise<void>) => Promise<Partial<NoteStore>>;

const CHANGES: Readonly<Record<string, Change>> = {
  "while another process forgets its number": async (notes, forget) => ({
    async read(name) {
      const found = await notes.read(name);
      await forget();
      return found;
    },
    async expect(...note) {
      await forget();
      await notes.expect(...note);
    },
  }),
  "of a forgotten number, when the store answers no reading": async (_, forget) => {
    await forget();
    return { read: () => Promise.reject(new StoreUnavailable("down")) };
  },
};

test.each(Object.entries(CHANGES))("a receipt %s writes no carrier", async (_, change) => {
  const clock = createSimClock();
  const notes = createMemoryNotes(clock);
  const other = createCarriers({ notes, secrets });
  const changed = await change(notes, () => other.forget(PHONE));
  const one = createCarriers({ notes: { ...notes, ...changed }, secrets });
  await one.note(
    { ...fakeProvider("a", [{ says: ACCEPTED }], clock, []), carriers: [NEW_OPERATOR] },
    { messageId: "m1", state: "delivered", carrier: NEW_OPERATOR },
    { message: { ...MESSAGE, carrierNote: one.noteOf(PHONE) }, proof: "signed" },
  );
  expect(await other.of(PHONE)).toBeNull();
});

test("the same news again extends nothing: a carrier is kept for 180 days from its first receipt", () => {
  const { world, report, orderedFor } = portedWorld();
  orderedFor();
  orderedFor();
  report(NEW_OPERATOR);
  world.clock.advance(DAY_MS / 2);
  report(NEW_OPERATOR, "signed", "m2");
  world.clock.advance(180 * DAY_MS - DAY_MS / 2);
  expect(orderedFor()).toBe(FIRST_OPERATOR);
});

test("a kept carrier that no provider names any more counts for nothing", () => {
  const { world, notes, orderedFor } = portedWorld({ carriers: [FIRST_OPERATOR] });
  world.clock.run(notes.expect(secrets.windowKey(`carrier\n${PHONE}`), NEW_OPERATOR, DAY_MS));
  expect(orderedFor()).toBe(FIRST_OPERATOR);
});

test("a receipt that only its address proves uses up none that is proven, and its carrier", () => {
  const { report, orderedFor } = portedWorld();
  orderedFor();
  report(NEW_OPERATOR, "path");
  expect(orderedFor()).toBe(FIRST_OPERATOR);
  report(NEW_OPERATOR, "signed");
  expect(orderedFor()).toBe(NEW_OPERATOR);
});

test("the carrier is forgotten also when nothing else is known of the number", () => {
  const { world, report, orderedFor } = portedWorld();
  orderedFor();
  report(NEW_OPERATOR);
  world.clock.advance(2 * DAY_MS);
  expect(world.clock.run(world.otp.forget({ app: "shop", to: PHONE })).kind).toBe("unknown");
  expect(orderedFor()).toBe(FIRST_OPERATOR);
});

test("messages that an older version noted are read, and new ones by an older version", async () => {
  const older = JSON.stringify(["shop", "ver_one", 1, 0, "a", FIRST_OPERATOR, 2, 3, MESSAGE.traceId]);
  expect(decodeSent(older)).toEqual(MESSAGE);
  expect(encodeSent(MESSAGE)).toBe(older);
  // An older version reads the first nine and no more.
  const newer: unknown = JSON.parse(encodeSent({ ...MESSAGE, carrierNote: "a hash" }));
  expect(Array.isArray(newer) && newer.slice(0, 9)).toEqual(JSON.parse(older));
  const { world, report, notes, counted, orderedFor } = portedWorld();
  world.clock.run(notes.expect(secrets.windowKey("message\nvendor\nm0"), older, DAY_MS));
  report(NEW_OPERATOR, "signed", "m0");
  expect(counted).toEqual([{ what: "received", operator: FIRST_OPERATOR }]);
  expect(orderedFor()).toBe(FIRST_OPERATOR);
});

test("an outage of the notes fails no start: the plan's operator stands", () => {
  const { world, notes, orderedFor } = portedWorld();
  Object.assign(notes, { read: () => Promise.reject(new StoreUnavailable("down")) });
  expect(orderedFor()).toBe(FIRST_OPERATOR);
  expect(verificationIn(world.start()).status).toBe("pending");
});
