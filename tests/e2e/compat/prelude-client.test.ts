/** Prelude's own client, unmodified, against Ramz: only its base URL and its token are other ones. */
import {
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  Prelude,
  RateLimitError,
} from "@prelude.so/sdk";
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { line, testKey } from "../../app/access/app-keys.ts";
import { openRemovable } from "../../immunity/removable-store.ts";
import { type Stage, openStage, openStageOn, ROOMY } from "../../immunity/stage.ts";
import { STORES } from "../../immunity/ground.ts";
import { freshNumber, wrong } from "../../support/http.ts";
import { type CountingProxy, countingProxy } from "./counting-proxy.ts";

/** Some calls are repeated by the client, which waits in between. */
setDefaultTimeout(30_000);

const all = testKey();
const checks = testKey();
const TOML = `
[compat]
prelude = true
[apps.shop]
keys = [${line(all, ["admin"])}, ${line(checks, ["check"])}]
`;

const clientOf = ({ url }: CountingProxy, { key } = all) =>
  new Prelude({ apiToken: key, baseURL: `${url}/compat/prelude` });

const phone = (value: string) => ({ type: "phone_number", value }) as const;

/** A code of the right length that is not the one sent. */
const wrongFor = (stage: Stage, to: string) => wrong(stage.codeFor(to));

/** How a call fails, and how many requests it was on the wire. */
async function failing(call: Promise<unknown>, wire: CountingProxy) {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const requests = wire.taken();
  return { error, requests };
}

describe.each(STORES)("Prelude's client, on %s,", (store) => {
  test("creates, is held up, checks, and has its metadata echoed", async () => {
    await using stage = await openStage(store, ROOMY, { toml: TOML });
    await using wire = countingProxy(stage.api.url);
    const { verification } = clientOf(wire);
    const to = freshNumber();
    const target = phone(to);
    const metadata = { correlation_id: "order-7" };

    const created = await verification.create({ target, metadata });
    expect(created).toMatchObject({ status: "success", method: "message", channels: ["sms"], metadata });
    expect(created.id).toBeString();
    expect(wire.taken()).toBe(1);

    const soon = await failing(verification.create({ target }), wire);
    expect(soon.error).toBeInstanceOf(RateLimitError);
    expect(soon).toMatchObject({ requests: 1, error: { status: 429, error: { code: "rate_limited" } } });

    const guess = await verification.check({ target, code: wrongFor(stage, to) });
    expect(guess).toMatchObject({ status: "failure", id: created.id, metadata });
    const { data: right, response } = await verification
      .check({ target, code: stage.codeFor(to) })
      .withResponse();
    expect(right).toMatchObject({ status: "success", id: created.id, metadata });
    expect(response.headers.get("ramz-proof")).toMatch(/^eyJ/);
    const again = await verification.check({ target, code: stage.codeFor(to) });
    expect(again).toMatchObject({ status: "expired_or_not_found" });
    const never = await verification.check({ target: phone(freshNumber()), code: "123456" });
    expect(never.status).toBe("expired_or_not_found");
    expect(wire.taken()).toBe(4);
  });

  test("retries after the cool-down: the same verification and the same code", async () => {
    await using stage = await openStage(store, ROOMY, { toml: TOML });
    await using wire = countingProxy(stage.api.url);
    const { verification } = clientOf(wire);
    const to = freshNumber();
    const first = await verification.create({ target: phone(to) });
    const code = stage.codeFor(to);
    stage.clock.forward(61_000);
    const second = await verification.create({ target: phone(to) });
    expect(second).toMatchObject({ status: "retry", id: first.id });
    expect(stage.sent.map((message) => message.code)).toEqual([code, code]);
  });

  test("is blocked, with the reason, in one request that calls no provider", async () => {
    await using stage = await openStage(store, { ...ROOMY, OTP_SENDS_PER_HOUR: "1" }, { toml: TOML });
    await using wire = countingProxy(stage.api.url);
    const { verification } = clientOf(wire);
    const used = freshNumber();
    await verification.create({ target: phone(used) });
    stage.clock.forward(61_000);
    for (const [to, reason] of [
      ["+98912", "invalid_phone_number"],
      ["+982112345678", "invalid_phone_line"],
      ["+12025550123", "in_block_list"],
      [used, "repeated_attempts"],
    ] as const) {
      const reply = await verification.create({ target: phone(to) });
      expect([to, reply]).toEqual([to, expect.objectContaining({ status: "blocked", reason })]);
    }
    expect(stage.sent).toHaveLength(1);
    expect(wire.taken()).toBe(5);
  });

  test("repeats a call while the store is away, and no other refusal", async () => {
    await using fragile = await openRemovable(store);
    await using stage = await openStageOn(fragile.ground, ROOMY, { toml: TOML });
    await using wire = countingProxy(stage.api.url);
    await fragile.takeAway();
    const away = await failing(clientOf(wire).verification.create({ target: phone(freshNumber()) }), wire);
    expect(away.error).toBeInstanceOf(InternalServerError);
    expect(away).toMatchObject({ requests: 3, error: { status: 503, error: { code: "store_unavailable" } } });
    await fragile.bringBack();
  });
});

const deliver = async () => ({ outcome: "refused", fault: "message", reason: "template_not_found" }) as const;

describe("Prelude's client is refused in one request", () => {
  const target = phone(freshNumber());
  const cases: readonly (readonly [
    what: string,
    call: (client: Prelude) => Promise<unknown>,
    kind: { new (...parts: never[]): Error },
  ])[] = [
    ["lookup", (client) => client.lookup.lookup("+989121234567"), NotFoundError],
    ["watch", (client) => client.watch.sendFeedbacks({ feedbacks: [] }), NotFoundError],
    [
      "transactional",
      (client) => client.transactional.send({ template_id: "t", to: "+989121234567" }),
      NotFoundError,
    ],
    ["notify", (client) => client.notify.listSubscriptionConfigs(), NotFoundError],
    ["management", (client) => client.verificationManagement.listSenderIds(), NotFoundError],
    [
      "a code of its own",
      (client) => client.verification.create({ target, options: { custom_code: "493817" } }),
      BadRequestError,
    ],
    [
      "another code size",
      (client) => client.verification.create({ target, options: { code_size: 4 } }),
      BadRequestError,
    ],
    [
      "e-mail",
      (client) => client.verification.create({ target: { type: "email_address", value: "a@shop.example" } }),
      BadRequestError,
    ],
  ];

  test("for what Ramz does not do, for a wrong key, and when no provider could send", async () => {
    await using stage = await openStage("SQLite", ROOMY, { toml: TOML, deliver });
    await using wire = countingProxy(stage.api.url);
    for (const [what, call, kind] of cases) {
      const { error, requests } = await failing(call(clientOf(wire)), wire);
      expect([what, error, requests]).toEqual([what, expect.any(kind), 1]);
    }
    expect(stage.sent).toEqual([]);
    const create = (key: typeof all) =>
      failing(clientOf(wire, key).verification.create({ target: phone(freshNumber()) }), wire);
    const [stranger, scopeless, failed] = [await create(testKey()), await create(checks), await create(all)];
    expect(stranger).toEqual({ error: expect.any(AuthenticationError), requests: 1 });
    expect(scopeless).toEqual({ error: expect.any(PermissionDeniedError), requests: 1 });
    expect(failed).toMatchObject({ requests: 1, error: { status: 502, error: { code: "delivery_failed" } } });
  });
});
