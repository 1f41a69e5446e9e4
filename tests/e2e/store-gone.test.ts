/** The store goes away under a running process: every answer says so, nothing is sent or approved (anchors V25). */
import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { freshNumber, verificationIn } from "../support/http.ts";
import { startRamz, STORE_FILE } from "../support/process.ts";
import { BY_NUMBER, CANCEL, CHECK, expectReplyDocumented, READ, START } from "./documented.ts";

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
    expect(readiness.body).toMatchObject({ status: "not_ready", store: "down" });
    expect((await own.api.get("/healthz")).status).toBe(200);
    expect((await own.api.get("/dev/messages")).body).toBeArrayOfSize(1);
  });
});
