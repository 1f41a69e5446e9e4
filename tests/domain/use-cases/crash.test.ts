/** A process that dies during a call leaves a ledger that reads correctly. */
import { describe, expect, test } from "bun:test";
import { refused } from "../../support/providers.ts";
import { codeIn, verificationIn } from "../../support/steps.ts";
import { createWorld, KEY, START } from "../../support/world.ts";
import { HOUR_MS, SECOND_MS } from "../../../domain/time.ts";

/** A process whose timers never elapse, so that it never saves an outcome. */
const dyingWorld = () => {
  const world = createWorld({
    providers: [{ name: "a", answers: [{ says: "hangs" }] }],
    ports: ({ clock }) => ({
      clock: { ...clock, timer: () => ({ elapsed: new Promise(() => {}), cancel() {} }) },
    }),
  });
  void world.otp.start(START);
  world.clock.advance(SECOND_MS);
  return { world, id: world.handed[0]?.message.verificationId ?? "", code: codeIn(world) };
};

describe("a process that dies during a call", () => {
  test("leaves an attempt that reads as planned, and as interrupted once the call must be over", () => {
    const { world, id } = dyingWorld();
    expect(verificationIn(world.read(id)).attempts).toMatchObject([{ provider: "a", outcome: "planned" }]);
    world.clock.advance(15 * SECOND_MS);
    expect(verificationIn(world.read(id)).attempts).toMatchObject([
      { outcome: "unknown", reason: "interrupted" },
    ]);
  });

  test("leaves a send that counts and a code that is accepted, because the message may be out", () => {
    const { world, code } = dyingWorld();
    expect(world.start().kind).toBe("cooldown");
    expect(world.check(code).kind).toBe("approved");
  });

  test("leaves a verification that the next failure does not settle as undelivered", () => {
    const { world, id } = dyingWorld();
    const next = createWorld({
      providers: [{ name: "a", answers: [{ says: refused("message") }] }],
      ports: () => ({ store: world.store, clock: world.clock }),
    });
    world.clock.advance(60 * SECOND_MS);
    expect(world.clock.run(next.otp.start(START)).kind).toBe("delivery_failed");
    expect(verificationIn(world.read(id)).status).toBe("pending");
    expect(world.store.peek(KEY)?.sends.length).toBe(1);
    world.clock.advance(HOUR_MS);
    expect(verificationIn(world.read(id)).status).toBe("expired");
  });
});
