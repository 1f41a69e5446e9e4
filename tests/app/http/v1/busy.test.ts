/** A number that somebody else always saves first: every route says `busy`, and that nothing was changed is true. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openStore } from "../../../../app/composition/open-adapters.ts";
import { LEGACY_PREFIX } from "../../../../app/http/legacy/routes.ts";
import type { Store, StoredLedger } from "../../../../domain/storage/store.ts";
import { acceptingProvider } from "../../../bench/ramz.ts";
import { serving } from "../../../e2e/chain/serving.ts";
import { freshNumber, problemIn, type Reply, verificationIn, wordOf, wrong } from "../../../support/http.ts";
import type { Serving } from "../../../support/serving.ts";
import { BY_NUMBER, CANCEL, CHECK, expectReplyDocumented, type Route, START } from "../ops/documented.ts";

const RETRY_AFTER_S = "1";

/** A real store, and somebody who may save every ledger unchanged just before whoever else wants to. */
interface Contested {
  readonly store: Store;
  rivalIsFaster: boolean;
}

async function openContested(): Promise<Contested> {
  const store = await openStore({ kind: "sqlite", path: ":memory:" });
  const loaded = new Map<string, StoredLedger>();
  const contested: Contested = {
    rivalIsFaster: false,
    store: {
      ...store,
      async load(key) {
        const stored = await store.load(key);
        if (stored !== null) loaded.set(key, stored);
        return stored;
      },
      async save(key, ledger, revision, expiresAt) {
        const before = loaded.get(key);
        if (contested.rivalIsFaster && before !== undefined)
          expect(await store.save(key, before.ledger, before.revision, expiresAt)).toBe("saved");
        return store.save(key, ledger, revision, expiresAt);
      },
    },
  };
  return contested;
}

const handed = new Map<string, string[]>();
const provider = acceptingProvider({
  carried: ({ recipient, code }) => handed.set(recipient, [...(handed.get(recipient) ?? []), code]),
});

let contested: Contested;
let ramz: Serving;
let document: unknown;
beforeAll(async () => {
  contested = await openContested();
  const overrides = { store: contested.store, providers: [provider] };
  ramz = await serving({ OTP_RESEND_WAIT_TIME: "0", OTP_SENDS_PER_HOUR: "2" }, overrides);
  document = (await ramz.api.get("/openapi/json")).body;
});
afterAll(() => ramz[Symbol.asyncDispose]());

const start = (to: string) => ramz.api.post("/v1/verifications", { to });
const check = (id: string, code: string) => ramz.api.post(`/v1/verifications/${id}/checks`, { code });

async function started() {
  const to = freshNumber();
  const { id } = verificationIn(await start(to));
  return { to, id, code: handed.get(to)?.[0] ?? "" };
}

/** What a call is answered while somebody else is always faster. */
async function whileContested(call: () => Promise<Reply>): Promise<Reply> {
  contested.rivalIsFaster = true;
  try {
    return await call();
  } finally {
    contested.rivalIsFaster = false;
  }
}

async function expectBusy(route: Route, call: () => Promise<Reply>) {
  const reply = await expectReplyDocumented(document, route, whileContested(call), "409 busy");
  expect(reply.headers.get("retry-after")).toBe(RETRY_AFTER_S);
  expect(problemIn(reply).detail).toContain("Nothing was changed");
}

describe("a number that is always saved by somebody else first", () => {
  test("is sent nothing, and the send is not counted", async () => {
    const { to } = await started();
    await expectBusy(START, () => start(to));
    expect(handed.get(to)).toHaveLength(1);
    expect(wordOf(await start(to))).toBe("200");
    expect(handed.get(to)).toHaveLength(2);
    expect(wordOf(await start(to))).toBe("429 send_limit");
  });

  test("is sent to by the same call, idempotency key and all, after the wait that was named", async () => {
    const { to } = await started();
    const again = () => ramz.api.post("/v1/verifications", { to }, { "idempotency-key": "only-once" });
    await expectBusy(START, again);
    await Bun.sleep(Number(RETRY_AFTER_S) * 1_000);
    expect(wordOf(await again())).toBe("200");
    expect((await again()).headers.get("idempotency-replayed")).toBe("true");
    expect(handed.get(to)).toHaveLength(2);
  });

  test("is not compared with any guess, right or wrong, and no guess is counted", async () => {
    const { to, id, code } = await started();
    for (let step = 1; step <= 6; step++) {
      await expectBusy(CHECK, () => check(id, wrong(code, step)));
      await expectBusy(BY_NUMBER, () => ramz.api.post("/v1/checks", { to, code: wrong(code, step) }));
    }
    await expectBusy(CHECK, () => check(id, code));
    const { status, checks_left } = verificationIn(await ramz.api.get(`/v1/verifications/${id}`));
    expect({ status, checks_left }).toEqual({ status: "pending", checks_left: 5 });
    expect(verificationIn(await check(id, code)).status).toBe("approved");
  });

  test("keeps its verification when it is to be canceled", async () => {
    const { id, code } = await started();
    await expectBusy(CANCEL, () => ramz.api.del(`/v1/verifications/${id}`));
    expect(verificationIn(await check(id, code)).status).toBe("approved");
  });

  test("is answered 503 with the same wait by the predecessor's routes", async () => {
    const { to, code } = await started();
    const calls = [
      () => ramz.api.post(`${LEGACY_PREFIX}/otp`, { phone_number: to }),
      () => ramz.api.post(`${LEGACY_PREFIX}/otp/verify`, { phone_number: to, code }),
    ];
    for (const call of calls) {
      const { status, headers } = await whileContested(call);
      expect([status, headers.get("retry-after")]).toEqual([503, RETRY_AFTER_S]);
    }
    expect(handed.get(to)).toHaveLength(1);
  });
});
