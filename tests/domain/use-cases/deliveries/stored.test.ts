/** A delivery in the store: its number at rest, clocks that were wrong, and a fingerprint that gives no code away. */
import { expect, test } from "bun:test";
import { createSecrets } from "../../../../adapters/system/secrets.ts";
import { encryptedLedgers } from "../../../../domain/storage/encrypted-ledgers.ts";
import { CLOCK_SKEW_MS, HOUR_MS, SECOND_MS } from "../../../../domain/time.ts";
import { createIdempotency } from "../../../../domain/use-cases/idempotency.ts";
import { createMemoryOnce } from "../../../support/memory-once.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import { createSeeded } from "../../../support/seeded.ts";
import { CARRY } from "../../../support/deliveries.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { createWorld, KEY, PHONE, type World } from "../../../support/world.ts";

function carried(world: World) {
  const verdict = world.clock.run(world.otp.carry(CARRY));
  if (!("delivery" in verdict)) throw new Error(verdict.kind);
  return verdict.delivery;
}
const recipientOf = (world: World, id: string) => {
  const verdict = world.clock.run(world.otp.readDelivery({ app: "shop", id }));
  return verdict.kind === "found" ? verdict.delivery.recipient : verdict.kind;
};

test("with until_settled its number is kept until its outcome is reported or its code ends", () => {
  const secrets = createTestSecrets();
  const sealed = () =>
    createWorld({
      ports: ({ store, clock }) => ({
        secrets,
        store: encryptedLedgers(store, { secrets, clock, numbersAtRest: "until_settled" }),
      }),
    });
  const [reported, ended] = [sealed(), sealed()];
  const { id } = carried(reported);
  expect(JSON.stringify(reported.store.peek(KEY))).not.toContain(PHONE.slice(4));
  expect(recipientOf(reported, id)).toBe(PHONE);
  expect(reported.clock.run(reported.otp.report({ app: "shop", id, isUsed: true })).kind).toBe("reported");
  expect(reported.store.peek(KEY)?.sealed).toBeUndefined();
  expect(recipientOf(reported, id)).toBe("+98912*****67");

  const later = carried(ended);
  ended.clock.advance(300 * SECOND_MS);
  expect(recipientOf(ended, later.id)).toBe("+98912*****67");
});

test("a delivery of a clock that was ahead is not believed", () => {
  const ahead = { ms: CLOCK_SKEW_MS + HOUR_MS };
  const world = createWorld({
    ports: ({ clock }) => ({
      clock: { now: () => clock.now() + ahead.ms, timer: (ms) => clock.timer(ms) },
    }),
  });
  const { id } = carried(world);
  ahead.ms = 0;
  expect(recipientOf(world, id)).toBe("not_found");
  expect(carried(world).status).toBe("accepted");
});

const sentOnce = async () => ({ text: "201", mayBeOut: true });

/** What one request under a key leaves in the store. */
const heldWith = (secret: string) => {
  const clock = createSimClock();
  const once = createMemoryOnce(clock);
  const values: string[] = [];
  const noting = {
    ...once,
    claim: (name: string, value: string, lifetimeMs: number) => {
      values.push(`${name} ${value}`);
      return once.claim(name, value, lifetimeMs);
    },
  };
  const secrets = createSecrets([secret]);
  const idempotency = createIdempotency({ once: noting, secrets, clock, random: createSeeded(1) });
  const content = `/v1/deliveries\n{"code":"493817"}`;
  clock.run(idempotency.run({ app: "shop", key: "k", content, waitMs: 1_000 }, sentOnce));
  return values.join();
};

test("what is stored of a request under a key cannot be compared with guessed codes without the secret", () => {
  const [one, other] = ["one-secret-of-enough-length-for-tests", "another-secret-of-the-same-length-too"];
  expect(heldWith(one)).toBe(heldWith(one));
  expect(heldWith(one).split(" ")[1]).not.toBe(heldWith(other).split(" ")[1]);
  expect(heldWith(one)).not.toContain("493817");
});
