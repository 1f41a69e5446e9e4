/** The store goes away under a running process: every answer says so, nothing is sent or approved (anchors V25). */
import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { Value } from "@sinclair/typebox/value";
import { join } from "node:path";
import { ReadyReply } from "../../../app/http/schemas/operations.ts";
import { type Api, eventually, freshNumber, verificationIn, wordOf, wrong } from "../../support/http.ts";
import { startRamz, STORE_FILE } from "../../support/process.ts";
import { freshPrefix } from "../../support/redis/store.ts";
import { cutOff, full, killed, type Outage, withoutReplica } from "../../support/redis/outages.ts";
import {
  BY_NUMBER,
  CANCEL,
  CHECK,
  expectReplyDocumented,
  READ,
  START,
} from "../../app/http/ops/documented.ts";

describe("without its store", () => {
  test("every route answers 503 with a wait, and readiness says so", async () => {
    await using own = await startRamz();
    const document = (await own.api.get("/openapi/json")).body;
    const id = verificationIn(await own.api.post("/v1/verifications", { to: freshNumber() })).id;
    expect((await own.api.get("/readyz")).body).toEqual({
      status: "ready",
      store: "up",
      providers: { console: "able" },
    });
    new Database(join(own.folder.path, STORE_FILE)).run("DROP TABLE ledgers");
    const path = `/v1/verifications/${id}`;
    const down = "503 store_unavailable";
    const to = freshNumber();
    for (const reply of [
      await expectReplyDocumented(document, START, own.api.post("/v1/verifications", { to }), down),
      await expectReplyDocumented(document, READ, own.api.get(path), down),
      await expectReplyDocumented(document, CANCEL, own.api.del(path), down),
      await expectReplyDocumented(document, CHECK, own.api.post(`${path}/checks`, { code: "123456" }), down),
      await expectReplyDocumented(
        document,
        BY_NUMBER,
        own.api.post("/v1/checks", { to, code: "123456" }),
        down,
      ),
      await own.api.post("/api/v1/usr/otp", { phone_number: to }),
      await own.api.post("/api/v1/usr/otp/verify", { phone_number: to, code: "123456" }),
    ]) {
      expect(reply.status).toBe(503);
      expect(reply.headers.get("retry-after")).toBe("2");
      expect(reply.body).toMatchObject({ retry_after: 2, detail: expect.any(String) });
      expect(reply.text).not.toMatch(/sqlite|ledgers/i);
    }
    const readiness = await own.api.get("/readyz");
    expect(readiness.status).toBe(503);
    expect(readiness.headers.get("retry-after")).toBe("2");
    const described = { status: "not_ready", store: "down", providers: { console: "able" }, retry_after: 2 };
    expect(readiness.body).toEqual(described);
    expect(Value.Check(ReadyReply, readiness.body)).toBe(true);
    expect((await own.api.get("/healthz")).status).toBe(200);
    expect((await own.api.get("/dev/messages")).body).toBeArrayOfSize(1);
  });
});

const OUTAGES: Readonly<Record<string, () => Promise<Outage>>> = {
  "is dead": killed,
  "is full": full,
  "asks for a replica and lost it": withoutReplica,
  "asks for a replica and is cut off from it": cutOff,
};
const RIGHT_CHECKS = 20;
const BACK_WITHIN_MS = 15_000;
const TIME_OUT_MS = 40_000;

const ready = async (api: Api) => (await api.get("/readyz")).status;

describe.each(Object.entries(OUTAGES))("while Redis %s", (_, start) => {
  test(
    "nothing is sent, counted or approved, and readiness fails; all works once it takes writes again",
    async () => {
      await using outage = await start();
      await using own = await startRamz({
        RAMZ_STORE: outage.url,
        RAMZ_STORE_PREFIX: freshPrefix(),
        RAMZ_SECRET: "of-the-tests-that-take-the-store-away",
      });
      const { api } = own;
      const to = freshNumber();
      const { id } = verificationIn(await api.post("/v1/verifications", { to }));
      const code = await api.codeFor(to);
      const path = `/v1/verifications/${id}`;
      expect(await ready(api)).toBe(200);

      await outage.begin();
      const replies = await Promise.all([
        api.post("/v1/verifications", { to: freshNumber() }),
        api.post(`${path}/checks`, { code: wrong(code) }),
        api.del(path),
        ...Array.from({ length: RIGHT_CHECKS }, () => api.post(`${path}/checks`, { code })),
        api.post("/v1/checks", { to, code }),
      ]);
      for (const reply of replies) {
        expect(wordOf(reply)).toBe("503 store_unavailable");
        expect(reply.headers.get("retry-after")).toBe("2");
      }
      expect(await ready(api)).toBe(503);
      expect((await api.get("/dev/messages")).body).toBeArrayOfSize(1);

      await outage.end();
      await eventually(
        () => ready(api),
        (status) => status === 200,
        BACK_WITHIN_MS,
      );
      if (start === killed) {
        // It lost its data, and must approve nothing.
        expect(wordOf(await api.post("/v1/checks", { to, code }))).toBe("404 not_found");
      } else {
        expect(verificationIn(await api.get(path))).toMatchObject({ status: "pending", checks_left: 5 });
        expect(wordOf(await api.post(`${path}/checks`, { code }))).toBe("200");
      }
      expect(wordOf(await api.post("/v1/verifications", { to: freshNumber() }))).toBe("201");
      expect((await api.get("/dev/messages")).body).toBeArrayOfSize(2);
    },
    TIME_OUT_MS,
  );
});
