/** Prelude's API is answered only where it is switched on, and then in Prelude's shape from the first byte. */
import { expect, test } from "bun:test";
import { startInProcess } from "../../in-process.ts";

const PATHS = ["/v2/verification", "/v2/verification/check", "/v2/nothing", ""];

test("switched off, every path below it is unknown", async () => {
  await using ramz = await startInProcess();
  for (const path of PATHS) {
    const reply = await ramz.api.post(`/compat/prelude${path}`, {});
    expect(reply.status).toBe(404);
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
  }
});

test("switched on, unknown paths are refused in Prelude's shape", async () => {
  await using ramz = await startInProcess({ RAMZ_COMPAT_PRELUDE: "true" });
  const reply = await ramz.api.get("/compat/prelude/v2/nothing");
  expect(reply.status).toBe(404);
  expect(reply.headers.get("x-should-retry")).toBe("false");
  expect(reply.body).toEqual({
    code: "not_found",
    message: expect.any(String),
    request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});
