/** What callers see of a verification, and what is never shown or kept. */
import { describe, expect, test } from "bun:test";
import type { Status } from "../../../domain/ledger/verification.ts";
import { ACCEPTED, refused, UNKNOWN } from "../../support/providers.ts";
import { codeIn, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, KEY, type World } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const idIn = ({ handed }: World) => handed.at(-1)?.message.verificationId ?? "";

/** One way to each settled status. */
const ENDS: Readonly<Record<Exclude<Status, "pending">, (world: World) => void>> = {
  approved: (world) => void world.check(codeIn(world)),
  canceled: (world) => void world.cancel(idIn(world)),
  exhausted: (world) => [1, 2, 3, 4, 5].forEach((step) => void world.check(wrong(codeIn(world), step))),
  expired(world) {
    world.clock.advance(300 * SECOND_MS);
    world.start({ purpose: "payment" });
  },
  undelivered: () => {},
};

describe.each(Object.entries(ENDS))("a verification that is %s", (status, end) => {
  const says = status === "undelivered" ? refused("message") : ACCEPTED;
  const ended = () => {
    const world = createWorld({ providers: [{ name: "a", answers: [{ says }] }] });
    world.start();
    const id = idIn(world);
    const code = codeIn(world);
    end(world);
    return { world, id, code };
  };

  test("has nothing left that a code could be derived from", () => {
    const { world, id } = ended();
    const kept = world.store.peek(KEY)?.verifications.find((verification) => verification.id === id);
    expect(kept).toMatchObject({ status });
    expect(Object.keys(kept ?? {})).not.toContainAnyValues(["nonce", "keyId", "codeLength"]);
  });

  test("stays settled, whatever is tried", () => {
    const { world, id, code } = ended();
    world.check(code, { id });
    world.cancel(id);
    world.clock.advance(3_600 * SECOND_MS);
    expect(world.read(id)).toMatchObject({ kind: "found", verification: { id, status } });
  });
});

describe("a verdict", () => {
  test("never shows the code or what it is derived from", () => {
    const world = createWorld();
    const verdicts: unknown[] = [world.start()];
    const code = codeIn(world);
    const pending = world.store.peek(KEY)?.verifications[0];
    if (pending?.status !== "pending") throw new Error("expected a pending verification");
    verdicts.push(
      world.read(pending.id),
      world.check(wrong(code)),
      world.start(),
      world.check(code),
      world.cancel(pending.id),
    );
    const shown = JSON.stringify(verdicts);
    for (const secret of [code, pending.nonce, '"nonce"', '"keyId"', '"code"'])
      expect(shown).not.toContain(secret);
  });

  test("and the store never hold the code", () => {
    const world = createWorld();
    world.start();
    world.check(wrong(codeIn(world)));
    expect(JSON.stringify(world.store.peek(KEY))).not.toContain(codeIn(world));
  });

  test("names the provider that accepted the newest message", () => {
    const world = createWorld({
      providers: [
        { name: "a", answers: [{ says: ACCEPTED }, { says: UNKNOWN }] },
        { name: "b", answers: [{ says: ACCEPTED }] },
      ],
    });
    expect(verificationIn(world.start()).provider).toBe("a");
    world.clock.advance(60 * SECOND_MS);
    expect(verificationIn(world.start()).provider).toBe("b");
  });
});

describe("reading", () => {
  test("changes nothing and uses the store once", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    const before = world.store.peek(KEY);
    world.store.verbs.length = 0;
    expect(world.read(id)).toMatchObject({ kind: "found", verification: { id, checksLeft: 5 } });
    expect([world.store.peek(KEY), world.store.verbs]).toEqual([before, ["load"]]);
  });

  test("finds nothing for another app, an unknown id, or a text that is no id", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    expect(world.clock.run(world.otp.read({ app: "bank", id })).kind).toBe("not_found");
    expect(world.read(`${id.slice(0, -1)}${id.endsWith("A") ? "B" : "A"}`).kind).toBe("not_found");
    expect(world.read("ver_nonsense").kind).toBe("not_found");
  });

  test("shows a verification past its life as expired, while the store still has it as pending", () => {
    const world = createWorld();
    const { id, expiresAt } = verificationIn(world.start());
    world.clock.advance(expiresAt - world.clock.now() - 1);
    expect(verificationIn(world.read(id)).status).toBe("pending");
    world.clock.advance(1);
    expect(verificationIn(world.read(id)).status).toBe("expired");
  });
});
