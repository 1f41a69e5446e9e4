/** The delivery observer gets every call once, with the outcome that is in the ledger. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Attempt, Outcome } from "../../../domain/delivery/attempt.ts";
import type { CallEnd, DeliveryObserver } from "../../../domain/delivery/observer.ts";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { verificationIn } from "../../support/steps.ts";
import { createWorld, type ProviderScript, START } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

/** An observer that records its events in order. */
function listening() {
  const heard: string[] = [];
  const ends: CallEnd[] = [];
  const closed: (readonly Attempt[])[] = [];
  const observer: DeliveryObserver = {
    sendStarted(purpose) {
      heard.push(`send ${purpose}`);
      return {
        attemptStarted({ name }, { attemptIndex }) {
          heard.push(`start ${name} ${attemptIndex}`);
          return {
            run(call) {
              heard.push(`run ${name} ${attemptIndex}`);
              return call();
            },
            attemptEnded(end) {
              heard.push(`end ${name} ${attemptIndex}`);
              ends.push(end);
            },
          };
        },
        placeWaited() {},
        sendEnded(attempts) {
          heard.push("send ended");
          closed.push(attempts);
        },
      };
    },
  };
  return { observer, heard, ends, closed };
}

const says = fc.constantFrom<Answer["says"]>(
  ACCEPTED,
  UNAVAILABLE,
  UNKNOWN,
  refused("account"),
  refused("message"),
  refused("recipient"),
  "hangs",
  "throws",
  "nonsense",
);
const answer = fc.record({ says, afterMs: fc.nat({ max: 9_000 }) });
const chain = fc
  .array(fc.tuple(answer, answer), { minLength: 1, maxLength: 4 })
  .map((scripts) => scripts.map((answers, at): ProviderScript => ({ name: `p${at}`, answers })));

describe("the delivery observer", () => {
  test("gets the start and the end of every call, with the outcome in the ledger", () => {
    fc.assert(
      fc.property(chain, (providers) => {
        const { observer, heard, ends, closed } = listening();
        const world = createWorld({ providers, ports: () => ({ observer }) });
        const { attempts } = verificationIn(world.start());
        const called = attempts.filter(({ outcome }) => outcome !== "skipped");
        const calls = called.flatMap(({ provider, index }) =>
          ["start", "run", "end"].map((word) => `${word} ${provider} ${index}`),
        );
        expect(heard).toEqual(["send login", ...calls, "send ended"]);
        expect(ends.map<Outcome>(({ result }) => result.outcome)).toEqual(
          called.map(({ outcome }) => outcome),
        );
        expect(closed).toEqual([attempts]);
      }),
    );
  });

  test("gets the end of a call at once when a cancel stops it, and no late answer", () => {
    const { observer, heard, ends } = listening();
    const world = createWorld({
      providers: [{ name: "late", answers: [{ says: ACCEPTED, afterMs: 2 * SECOND_MS }] }],
      ports: () => ({ observer }),
    });
    const starting = world.otp.start(START);
    world.clock.advance(SECOND_MS);
    world.cancel(world.handed[0]?.message.verificationId ?? "");
    world.clock.run(starting);
    world.clock.advance(2 * SECOND_MS);
    expect(heard).toEqual(["send login", "start late 0", "run late 0", "end late 0", "send ended"]);
    expect(ends).toEqual([{ kind: "stopped", result: { outcome: "unknown", reason: "stopped" } }]);
  });

  test("gets no event of a send that was not reserved", () => {
    const { observer, heard } = listening();
    const world = createWorld({ ports: () => ({ observer }) });
    world.start();
    heard.length = 0;
    expect(world.start().kind).toBe("cooldown");
    expect(heard).toEqual([]);
  });
});
