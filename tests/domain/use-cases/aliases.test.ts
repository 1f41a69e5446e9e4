/** Aliases: kept for callers that ask for them, each in its own app, and never in the way of a send. */
import { expect, test } from "bun:test";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";
import { createAliases } from "../../../domain/use-cases/aliases.ts";
import type { OtpPorts } from "../../../domain/use-cases/context.ts";
import { createMemoryNotes, type NoteVerb } from "../../support/memory-notes.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { verificationIn } from "../../support/steps.ts";
import { createWorld, PHONE, START } from "../../support/world.ts";

const secrets = createTestSecrets();

test("an alias is 32 hexadecimal digits, always the same for an id, and leads to it in its own app alone", async () => {
  const clock = createSimClock();
  const aliases = createAliases(createMemoryNotes(clock), secrets);
  const alias = aliases.of("ver_one");
  expect([alias, aliases.of("ver_two")]).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}$/),
    expect.not.stringMatching(alias),
  ]);
  await aliases.keep("shop", "ver_one");
  expect(await aliases.idOf("shop", alias)).toBe("ver_one");
  expect(await aliases.idOf("bank", alias)).toBeNull();
  expect(await aliases.idOf("shop", aliases.of("ver_two"))).toBeNull();
  clock.advance(DAY_MS + 600 * SECOND_MS - 1);
  expect(await aliases.idOf("shop", alias)).toBe("ver_one");
  clock.advance(HOUR_MS);
  expect(await aliases.idOf("shop", alias)).toBeNull();
});

/** A world whose aliases are noted, and what the notes were used for. */
function noted(ports: Partial<OtpPorts> = {}) {
  const used: NoteVerb[] = [];
  const clock = createSimClock();
  const aliases = createAliases(
    createMemoryNotes(clock, (verb) => used.push(verb)),
    secrets,
  );
  return { used, aliases, world: createWorld({ ports: () => ({ aliases, ...ports }) }) };
}

test("only a caller that asks for it has one, with one write for each send", async () => {
  const { used, aliases, world } = noted();
  world.start();
  expect(used).toEqual([]);
  world.clock.advance(HOUR_MS);
  const { id } = verificationIn(world.start({ isAliased: true }));
  expect(used).toEqual(["expect"]);
  const carry = { ...START, to: "+989121234568", code: "493817", ttlMs: 300 * SECOND_MS, isAliased: true };
  const carried = world.clock.run(world.otp.carry(carry));
  expect(used).toEqual(["expect", "expect"]);
  const carriedId = "delivery" in carried ? carried.delivery.id : "";
  const found = [aliases.of(id), aliases.of(carriedId)].map((alias) => aliases.idOf("shop", alias));
  expect(await Promise.all(found)).toEqual([id, carriedId]);
});

test("an outage of its note fails no send", () => {
  const notes = {
    expect: () => Promise.reject(new StoreUnavailable("gone")),
    read: () => Promise.reject(new StoreUnavailable("gone")),
  };
  const { world } = noted({ aliases: createAliases(notes, secrets) });
  expect(world.start({ isAliased: true }).kind).toBe("sent");
  expect(world.handed).toHaveLength(1);
});

test("a number finds its pending verification, else the newest of all", () => {
  const { world } = noted();
  const find = () => {
    const verdict = world.clock.run(world.otp.find({ app: "shop", to: PHONE, purpose: "login" }));
    if (verdict.kind === "verification") return verdict.verification.id;
    return verdict.kind === "delivery" ? verdict.delivery.id : verdict.kind;
  };
  const carry = () => {
    world.clock.advance(HOUR_MS / 30);
    const command = { ...START, code: "493817", ttlMs: 300 * SECOND_MS };
    const verdict = world.clock.run(world.otp.carry(command));
    return "delivery" in verdict ? verdict.delivery.id : verdict.kind;
  };
  expect(find()).toBe("not_found");
  const first = carry();
  expect(find()).toBe(first);
  world.clock.advance(HOUR_MS / 30);
  const { id } = verificationIn(world.start());
  expect(find()).toBe(id);
  const second = carry();
  expect(find()).toBe(id);
  world.cancel(id);
  expect(find()).toBe(second);
  world.clock.advance(HOUR_MS);
  const { id: last } = verificationIn(world.start());
  world.cancel(last);
  expect(find()).toBe(last);
  const elsewhere = { app: "shop", to: "12", purpose: "login" };
  expect(world.clock.run(world.otp.find(elsewhere)).kind).toBe("recipient_invalid");
});
