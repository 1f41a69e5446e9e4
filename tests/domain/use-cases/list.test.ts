/** Everything that is remembered of a number in one app, and how near its limits it is. */
import { expect, test } from "bun:test";
import { MINUTE_MS } from "../../../domain/time.ts";
import { createWorld } from "../../support/world.ts";

const listOf = (world: ReturnType<typeof createWorld>, to: string) => {
  const verdict = world.clock.run(world.otp.list({ app: "shop", to }));
  if (verdict.kind !== "found") throw new Error(verdict.kind);
  return verdict;
};

test("has what was sent, newest first, and changes nothing", () => {
  const world = createWorld();
  const first = world.start({ purpose: "login" });
  world.clock.advance(5 * MINUTE_MS);
  const second = world.start({ purpose: "order" });
  if (first.kind !== "sent" || second.kind !== "sent") throw new Error("not sent");
  const to = second.verification.recipient;
  const before = world.store.verbs.filter((verb) => verb === "save").length;
  const { verifications, limits } = listOf(world, to);
  expect(verifications.map(({ id }) => id)).toEqual([second.verification.id, first.verification.id]);
  expect(limits.sendsInHour).toEqual({ used: 2, limit: 5 });
  expect(limits.nextSend.kind).toBe("cooldown");
  expect(world.store.verbs.filter((verb) => verb === "save").length).toBe(before);
});

test("knows nothing of a number that was not sent to, and refuses what is no number", () => {
  const world = createWorld();
  expect(world.clock.run(world.otp.list({ app: "shop", to: "09121234500" }))).toEqual({
    kind: "not_found",
    recipient: "+989121234500",
  });
  expect(world.clock.run(world.otp.list({ app: "shop", to: "hello" })).kind).toBe("recipient_invalid");
});
