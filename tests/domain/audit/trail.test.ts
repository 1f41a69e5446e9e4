/** The audit trail: what is recorded is read again, and whatever is done to the store without the secret shows. */
import { describe, expect, test } from "bun:test";
import { type AuditStore, StoreUnavailable } from "../../../domain/storage/store.ts";
import { knownAct } from "../../../domain/audit/acts.ts";
import { writeEntry } from "../../../domain/audit/entry.ts";
import { createMemoryAudit } from "../../support/memory-audit.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { trailOver } from "./support.ts";

const NUMBER = "+989121234567";

async function written(count = 5, given: Parameters<typeof trailOver>[0] = {}) {
  const made = trailOver(given);
  for (let done = 0; done < count; done++)
    await made.trail.record(`operator ${done}`, { kind: "signed_in", from: "192.0.2.1" });
  return made;
}

describe("an act", () => {
  test("is read again as it was recorded, and logged with its number and hash", async () => {
    const { trail, logged } = trailOver();
    const act = { kind: "unmasked", number: trail.numberOf(NUMBER), reason: "she called" } as const;
    const recorded = await trail.record("sara", act);
    const [read] = await trail.read(0, 10);
    expect(read).toEqual(recorded);
    expect(logged).toEqual([recorded]);
    expect(read?.proof).toBe("genuine");
    expect(read && knownAct(read.act)).toEqual(act);
    expect(await trail.read(1, 10)).toEqual([]);
  });

  test("names a number masked, with a hash that all its acts have in common", async () => {
    const { trail, memory } = trailOver();
    await trail.record("sara", { kind: "unmasked", number: trail.numberOf(NUMBER) });
    expect(JSON.stringify(memory.entries)).not.toContain("1234567");
    expect(trail.numberOf(NUMBER)).toEqual(trail.numberOf(NUMBER));
    expect(trail.numberOf("+989121234568").ref).not.toBe(trail.numberOf(NUMBER).ref);
  });

  test("of a kind that only a later version knows is kept, and known to be unknown", async () => {
    const secrets = createTestSecrets();
    const { trail, memory } = trailOver({ secrets });
    const entry = { seq: 1, at: 0, who: "sara", act: { kind: "painted", colour: 3 }, previous: "" };
    await memory.append(1, writeEntry(entry, secrets).text);
    const [read] = await trail.read(0, 10);
    expect(read?.act).toEqual({ kind: "painted", colour: 3 });
    expect(read && knownAct(read.act)).toBe(null);
    expect((await trail.verify()).faults).toEqual([]);
  });

  test("that cannot be recorded throws, so that it is not done", async () => {
    const down: AuditStore = {
      ...createMemoryAudit(),
      append: () => Promise.reject(new StoreUnavailable("down")),
    };
    const { trail, logged } = trailOver({ store: down });
    expect(trail.record("sara", { kind: "signed_out" })).rejects.toBeInstanceOf(StoreUnavailable);
    expect(logged).toEqual([]);
  });

  test("of many at once leaves no gap", async () => {
    const memory = createMemoryAudit();
    const [one, other] = [trailOver({ store: memory }), trailOver({ store: memory })];
    const acts = Array.from({ length: 100 }, (_, index) =>
      (index % 2 === 0 ? one : other).trail.record(`${index}`, { kind: "signed_out" }),
    );
    await Promise.all(acts);
    expect(await one.trail.verify()).toMatchObject({ last: { seq: 100 }, faults: [], unprovenFrom: null });
    expect(one.shortened).toEqual([]);
  });
});

describe("without the secret, a person with the store cannot", () => {
  const secrets = createTestSecrets(["k1"]);
  const forged = createTestSecrets(["stolen"]);

  test("change an entry", async () => {
    const { trail, memory } = await written();
    memory.entries[2] = { seq: 3, text: (memory.entries[2]?.text ?? "").replace("operator 2", "operator 9") };
    expect((await trail.verify()).faults).toEqual([
      { seq: 3, kind: "altered" },
      { seq: 4, kind: "unlinked" },
    ]);
  });

  test("take an entry out", async () => {
    const { trail, memory } = await written();
    memory.entries.splice(2, 1);
    expect((await trail.verify()).faults).toEqual([{ seq: 3, kind: "missing" }]);
  });

  test("take the first ones out", async () => {
    const { trail, memory } = await written();
    memory.entries.splice(0, 2);
    expect((await trail.verify()).faults).toEqual([{ seq: 1, kind: "missing" }]);
  });

  test("take an entry out and number the rest anew", async () => {
    const { memory } = await written();
    // A process that wrote none of them.
    const { trail } = trailOver({ store: memory });
    memory.entries.splice(2, 1);
    memory.entries = memory.entries.map(({ text }, index) => ({ seq: index + 1, text }));
    expect((await trail.verify()).faults.map(({ kind }) => kind)).toEqual(["altered", "unlinked", "altered"]);
  });

  test("exchange two entries", async () => {
    const { trail, memory } = await written();
    const [, second, third] = memory.entries;
    memory.entries[1] = { seq: 2, text: third?.text ?? "" };
    memory.entries[2] = { seq: 3, text: second?.text ?? "" };
    expect((await trail.verify()).faults.map(({ seq }) => seq)).toEqual([2, 2, 3, 3, 4]);
  });

  test("have an entry obeyed once more by a copy of it", async () => {
    const { trail, memory } = await written();
    memory.entries.push({ seq: 6, text: memory.entries[1]?.text ?? "" });
    const seen: string[] = [];
    await trail.verify(({ proof }) => void seen.push(proof));
    expect(seen.slice(4)).toEqual(["genuine", "altered"]);
    expect((await trail.read(4, 10)).map(({ proof }) => proof)).toEqual(["genuine", "altered"]);
    await trail.record("sara", { kind: "signed_out" });
    expect((await trail.read(6, 1))[0]).toMatchObject({ doubtsPrevious: true });
  });

  test("put an entry in", async () => {
    const { trail, memory } = await written();
    const last = await trail.verify();
    const entry = { seq: 6, at: 0, who: "mallory", act: { kind: "signed_in" }, previous: last.last.hash };
    memory.entries.push({ seq: 6, text: writeEntry(entry, forged).text });
    expect(await trail.verify()).toMatchObject({ unprovenFrom: 6 });
    const own = writeEntry(entry, secrets).text;
    memory.entries[5] = { seq: 6, text: own.replace(/^\S+/, "0".repeat(64)) };
    expect((await trail.verify()).faults).toEqual([{ seq: 6, kind: "altered" }]);
  });

  test("have a later entry vouch for one that was put in", async () => {
    const { trail, memory } = await written();
    const { last } = await trail.verify();
    const entry = { seq: 6, at: 0, who: "mallory", act: { kind: "signed_in" }, previous: last.hash };
    memory.entries.push({ seq: 6, text: writeEntry(entry, forged).text });
    await trail.record("sara", { kind: "signed_out" });
    expect(await trail.verify()).toMatchObject({ last: { seq: 7 }, unprovenFrom: 6 });
  });

  test("leave text in it that is no entry", async () => {
    const { trail, memory } = await written();
    memory.entries[2] = { seq: 3, text: "{}" };
    expect((await trail.verify()).faults[0]).toEqual({ seq: 3, kind: "unreadable" });
    expect((await trail.read(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 4, 5]);
  });

  test("shorten it while a process runs that wrote to it", async () => {
    const { trail, memory, shortened } = await written();
    memory.entries.splice(3);
    for (const part of [{}, { limit: 2 }])
      expect((await trail.verify(undefined, part)).faults).toEqual([{ seq: 4, kind: "missing" }]);
    await trail.record("sara", { kind: "signed_out" });
    expect(shortened).toEqual([[5, 3]]);
    expect((await trail.verify()).last.seq).toBe(4);
  });
});

describe("a new secret", () => {
  test("goes on with the chain, which can still be proven when the old secret is gone", async () => {
    const memory = createMemoryAudit();
    await written(3, { store: memory, secrets: createTestSecrets(["old"]) });
    const both = trailOver({ store: memory, secrets: createTestSecrets(["new", "old"]) });
    await both.trail.record("sara", { kind: "signed_in", from: null });
    const { trail } = trailOver({ store: memory, secrets: createTestSecrets(["new"]) });
    expect(await trail.verify()).toMatchObject({ faults: [], unprovenFrom: null });
    const first = memory.entries[0];
    memory.entries[0] = { seq: 1, text: (first?.text ?? "").replace("operator 0", "operator 9") };
    expect((await trail.verify()).faults).toEqual([{ seq: 2, kind: "unlinked" }]);
  });

  test("says of what no entry of it vouches for that it cannot be verified", async () => {
    const memory = createMemoryAudit();
    await written(3, { store: memory, secrets: createTestSecrets(["old"]) });
    const { trail } = trailOver({ store: memory, secrets: createTestSecrets(["new"]) });
    expect(await trail.verify()).toMatchObject({ faults: [], unprovenFrom: 1 });
    await trail.record("sara", { kind: "signed_in", from: null });
    expect(await trail.verify()).toMatchObject({ faults: [], unprovenFrom: 1 });
  });
});

test("the newest part of a long trail is verified alone", async () => {
  const { trail, memory } = await written(30);
  const seen: number[] = [];
  const state = await trail.verify(({ seq }) => void seen.push(seq), { limit: 10 });
  expect([seen[0], seen.length, state.faults.length]).toEqual([21, 10, 0]);
  memory.entries.splice(24, 1);
  expect((await trail.verify(undefined, { limit: 10 })).faults).toEqual([{ seq: 25, kind: "missing" }]);
});

describe("an older part of a long trail", () => {
  test("is verified alone, and says which one it is", async () => {
    const { trail, memory } = await written(30);
    const seen: number[] = [];
    const part = await trail.verify(({ seq }) => void seen.push(seq), { before: 16, limit: 10 });
    expect([seen[0], seen.at(-1), seen.length]).toEqual([6, 15, 10]);
    expect(part).toMatchObject({ from: 6, to: 15, faults: [], unprovenFrom: null });
    expect(await trail.verify(undefined, { before: 4, limit: 10 })).toMatchObject({ from: 1, to: 3 });
    expect(await trail.verify(undefined, { before: 1, limit: 10 })).toMatchObject({ from: 1, to: 0 });
    memory.entries.splice(8, 1);
    const broken = await trail.verify(undefined, { before: 16, limit: 10 });
    expect(broken.faults).toEqual([{ seq: 9, kind: "missing" }]);
    expect((await trail.verify(undefined, { limit: 10 })).faults).toEqual([]);
  });

  test("whose secret is gone is vouched for by the first entry with another one", async () => {
    const memory = createMemoryAudit();
    await written(12, { store: memory, secrets: createTestSecrets(["old"]) });
    const both = trailOver({ store: memory, secrets: createTestSecrets(["new", "old"]) });
    await both.trail.record("sara", { kind: "signed_out" });
    await both.trail.record("sara", { kind: "signed_out" });
    const { trail } = trailOver({ store: memory, secrets: createTestSecrets(["new"]) });
    const seen: number[] = [];
    const part = await trail.verify(({ seq }) => void seen.push(seq), { before: 9, limit: 6 });
    expect([seen[0], seen.at(-1)]).toEqual([3, 8]);
    expect(part).toMatchObject({ from: 3, to: 8, faults: [], unprovenFrom: null });
    // Nothing is read for ever: what stands further away vouches for nothing here.
    expect(await trail.verify(undefined, { before: 5, limit: 3 })).toMatchObject({ unprovenFrom: 2 });
    memory.entries[8] = { seq: 9, text: `${memory.entries[8]?.text ?? ""} ` };
    const { faults } = await trail.verify(undefined, { before: 9, limit: 6 });
    expect(faults).toEqual([{ seq: 10, kind: "unlinked" }]);
  });
});
