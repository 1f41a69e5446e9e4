/**
 * The chain swapped to each provider that comes with Ramz, by configuration alone: the same story for all of them, over HTTP, against a vendor
 * that is a server of its own. What each vendor's codes and faults on the wire mean is proven in tests/adapters/providers; here, what follows.
 */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import type { AnswerClass } from "../../../adapters/providers/_kit/meanings.ts";
import type { Behaviour } from "../../../adapters/providers/_simulator/behaviour.ts";
import type { Channel } from "../../../domain/delivery/provider.ts";
import { problemIn, type Reply, verificationIn, wordOf, wrong } from "../../support/http.ts";
import { leaksIn, noting } from "../chain/canary-places.ts";
import { idIn } from "../chain/fault.ts";
import { createShiftedClock, serving } from "../chain/serving.ts";
import { KEY, type Row, rows } from "./rows.ts";

/** The answer to a start, its first attempt, and the answer to the next start once the vendor is well. */
type Ending = readonly [answer: string, attempt: string, next: string];

/** From design §5, not from the code. `earlier`: the vendor has this very message already. */
// oxfmt-ignore
// prettier-ignore
const ALONE: Readonly<Record<AnswerClass, Ending>> = {
  accepted:    ["201",                   "accepted",          "429 cooldown"],
  earlier:     ["201",                   "accepted",          "429 cooldown"],
  recipient:   ["422 recipient_invalid", "refused recipient", "201"],
  number:      ["502 delivery_failed",   "refused message",   "201"],
  message:     ["502 delivery_failed",   "refused message",   "201"],
  unavailable: ["502 delivery_failed",   "unavailable",       "201"],
  unknown:     ["201",                   "unknown",           "429 cooldown"],
  account:     ["502 delivery_failed",   "refused account",   "502 delivery_failed"],
};

/** A number without an account at a messenger is not asked there again for a day. */
const nextAlone = (kind: AnswerClass, channel: Channel) =>
  kind === "number" && channel === "messenger" ? "502 delivery_failed" : ALONE[kind][2];

/** With another account behind it, a person gets the code in all cases but one: a number that no vendor reaches. */
const answerBeforeAnother = (kind: AnswerClass) => (kind === "recipient" ? ALONE.recipient[0] : "201");

/** The account comes last: refused, it rests. */
const ORDER: readonly AnswerClass[] = [
  "earlier",
  "recipient",
  "number",
  "message",
  "unavailable",
  "unknown",
  "account",
];

describe.each(rows().map((row) => [row.name, row] as const))("%s", async (name, row) => {
  const simulator = await row.start();
  afterEach(() => simulator.reset());
  afterAll(() => simulator.stop());
  const kinds = ORDER.filter((kind) => row.refusals.has(kind));
  const refusing = (kind: AnswerClass): Behaviour => ({ kind: "refuse", code: row.refusals.get(kind) ?? 0 });

  async function served(chain = name) {
    const seen: string[] = [];
    const clock = createShiftedClock();
    const { api, [Symbol.asyncDispose]: stop } = await serving(settings(row, chain, simulator.url), {
      clock,
      log: (level, message, fields) => void seen.push(JSON.stringify({ level, message, ...fields })),
      ...(row.fetch && { fetch: row.fetch(simulator.url) }),
    });
    return { api: noting(api, seen), inbox: api, seen, clock, [Symbol.asyncDispose]: stop };
  }

  test("carries a code, and once more after the cool-down; a wrong guess counts, the right one gives a proof", async () => {
    await using ramz = await served();
    const asking = row.asking();
    const start = () => ramz.api.post("/v1/verifications", asking);
    const sent = verificationIn(await start());
    expect(sent).toMatchObject({ provider: name, channel: asking.channel, status: "pending" });
    const [message] = simulator.outbox;
    const code = message?.code ?? "";
    expect(code).toMatch(/^\d{8}$/);
    expect(asking.to).toEndWith(message?.to.replace(/^0+/, "") ?? "nowhere");
    expect(message?.text).toContain(code);

    const checks = `/v1/verifications/${sent.id}/checks`;
    const missed = await ramz.api.post(checks, { code: wrong(code) });
    expect([wordOf(missed), problemIn(missed).checks_left]).toEqual(["422 code_incorrect", 4]);
    expect(wordOf(await start())).toBe("429 cooldown");
    ramz.clock.forward(61_000);
    expect(wordOf(await start())).toBe("200");
    expect(simulator.outbox.map((one) => one.code)).toEqual([code, code]);

    const right = verificationIn(await ramz.api.post(checks, { code }));
    expect([right.status, right.proof?.split(".").length]).toEqual(["approved", 3]);
    expect(wordOf(await ramz.api.post(checks, { code }))).toBe("409 already_approved");
    expect(leaksIn(ramz.seen.join("\n"), [KEY], [code])).toEqual([]);
  });

  test("alone in the chain, a refusal of each class ends as the rules say", async () => {
    await using ramz = await served();
    for (const kind of kinds) {
      const asking = row.asking();
      simulator.behave(row.method, refusing(kind));
      const reply = await ramz.api.post("/v1/verifications", asking);
      const found = await attemptsOf(reply, ramz.inbox);
      expect(simulator.outbox).toEqual([]);
      simulator.reset();
      const next = wordOf(await ramz.api.post("/v1/verifications", asking));
      const [answer, attempt] = ALONE[kind];
      expect([kind, wordOf(reply), ...found, next]).toEqual([
        kind,
        answer,
        attempt,
        nextAlone(kind, asking.channel),
      ]);
      simulator.reset();
    }
    expect(leaksIn(ramz.seen.join("\n"), [KEY], [])).toEqual([]);
  });

  test("before another vendor, the same code goes on to that one", async () => {
    await using ramz = await served(`${name},console`);
    const codes: string[] = [];
    for (const kind of kinds.filter((one) => one !== "earlier")) {
      const asking = row.asking();
      simulator.behave(row.method, refusing(kind));
      const reply = await ramz.api.post("/v1/verifications", asking);
      const attempts = kind === "recipient" ? [ALONE[kind][1]] : [ALONE[kind][1], "accepted"];
      expect([kind, wordOf(reply), ...(await attemptsOf(reply, ramz.inbox))]).toEqual([
        kind,
        answerBeforeAnother(kind),
        ...attempts,
      ]);
      if (kind !== "recipient") {
        const code = await ramz.inbox.codeFor(asking.to);
        expect(JSON.stringify(simulator.calls)).toContain(code);
        codes.push(code);
      }
      simulator.reset();
    }
    expect(leaksIn(ramz.seen.join("\n"), [KEY], codes)).toEqual([]);
  });

  test("an answer that is lost or late is uncertain: one message, and its code is right", async () => {
    await using ramz = await served();
    const faults: readonly Behaviour[] = [{ kind: "accept_then_drop" }, { kind: "slow", delayMs: 450 }];
    for (const behaviour of faults) {
      const asking = row.asking();
      simulator.behave(row.method, behaviour, 1);
      const reply = await ramz.api.post("/v1/verifications", asking);
      const repeated = row.repeats && behaviour.kind === "accept_then_drop";
      expect([wordOf(reply), ...(await attemptsOf(reply, ramz.inbox))]).toEqual([
        "201",
        repeated ? "accepted" : "unknown",
      ]);
      expect(simulator.outbox).toHaveLength(1);
      const code = simulator.outbox[0]?.code;
      expect(wordOf(await ramz.api.post("/v1/verifications", asking))).toBe("429 cooldown");
      expect(simulator.outbox).toHaveLength(1);
      const checked = await ramz.api.post("/v1/checks", { to: asking.to, code });
      expect(verificationIn(checked).status).toBe("approved");
      simulator.reset();
    }
  });
});

/** Codes of eight digits are no number and no id of a simulator. */
function settings({ env }: Row, chain: string, url: string) {
  return { ...env(url), RAMZ_PROVIDERS: chain, OTP_CODE_LENGTH: "8", OTP_COUNTRIES: "IR,TR,IN" };
}

/** The timeline: outcome, and the fault of a refusal. */
async function attemptsOf(
  reply: Reply,
  api: { get(path: string): Promise<Reply> },
): Promise<readonly string[]> {
  const { attempts } = verificationIn(await api.get(`/v1/verifications/${idIn(reply)}`));
  return attempts.map(({ outcome, fault }) => (fault === undefined ? outcome : `${outcome} ${fault}`));
}
