/** Wrong methods, unknown ids and odd paths: only 4xx, in the words of the surface, and nothing changes. */
import { describe, expect, test } from "bun:test";
import { acceptingProvider } from "../../../bench/ramz.ts";
import { serving } from "../../../e2e/chain/serving.ts";
import {
  type Api,
  freshNumber,
  JSON_TYPE,
  problemIn,
  verificationIn,
  wordOf,
} from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { expectRefused, expectUntouched, TRACED } from "./hostile.ts";
import { EVERY_SURFACE, realRoutes } from "./routes.ts";

const ramz = sharedServing(EVERY_SURFACE);
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];
const UNKNOWN_ID = `ver_${"A".repeat(34)}`;

async function liveId(): Promise<string> {
  const to = freshNumber();
  return verificationIn(await ramz.api.post("/v1/verifications", { to })).id;
}

describe("a wrong method", () => {
  test("answers 405 on every route, with the methods that are right", async () => {
    const id = await liveId();
    const routes = await realRoutes();
    const paths = new Set(routes.map(({ path }) => path));
    await expectUntouched(ramz.folder, async () => {
      for (const path of paths) {
        const right = routes.filter((route) => route.path === path).map(({ method }) => method);
        const allow = right.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
        for (const method of METHODS.filter((one) => !right.includes(one))) {
          const aim = path
            .replace(":id", id)
            .replace(":file", "swagger-ui.css")
            .replace(":name", "style.css");
          const reply = await ramz.api.request(aim, { method, headers: { ...JSON_TYPE, ...TRACED } });
          expect([method, aim, reply.status]).toEqual([method, aim, 405]);
          expect(reply.headers.get("allow")).toBe(allow.join(", "));
          expectRefused(reply, aim);
        }
      }
    });
  });

  test("with a body is refused alike", async () => {
    const init = { method: "PUT", headers: { ...JSON_TYPE, ...TRACED }, body: '{"to":"09121234567"}' };
    const reply = await ramz.api.request("/v1/verifications", init);
    expect(wordOf(reply)).toBe("405 method_not_allowed");
  });
});

const IDS: readonly (readonly [string, string])[] = [
  ["a well-formed one of nobody", UNKNOWN_ID],
  ["one too short", UNKNOWN_ID.slice(0, -1)],
  ["one too long", `${UNKNOWN_ID}A`],
  ["one of 4000 characters", "A".repeat(4_000)],
  ["one with another prefix", UNKNOWN_ID.replace("ver_", "vex_")],
  ["one in capitals", UNKNOWN_ID.toUpperCase()],
  ["a phone number", "+989121234567"],
  ["a NUL", "%00"],
  ["a well-formed one and a NUL", `${UNKNOWN_ID}%00`],
  ["a line end", `${UNKNOWN_ID}%0d%0aX-Evil:%201`],
  ["bytes that are no UTF-8", "%ff%fe"],
  ["half an escape", "%"],
  ["a wrong escape", "%zz"],
  ["half a character", "%e2%82"],
  ["an overlong slash", "%c0%af"],
  ["an escaped slash", "ver_%2F..%2F"],
  ["steps upwards", "..%2f..%2fetc%2fpasswd"],
  ["a quote and SQL", "'%20OR%20'1'='1"],
  ["a per cent for LIKE", "ver_%25"],
  ["Persian", "%D8%B1%D9%85%D8%B2"],
  ["a property of every object", "__proto__"],
  ["another one", "constructor"],
];

describe("an id that is", () => {
  test.each(IDS)("%s is not found, whatever is asked of it", async (_, id) => {
    await liveId();
    await expectUntouched(ramz.folder, async () => {
      const replies = [
        await ramz.api.get(`/v1/verifications/${id}`, TRACED),
        await ramz.api.post(`/v1/verifications/${id}/checks`, { code: "123456" }, TRACED),
        await ramz.api.del(`/v1/verifications/${id}`, TRACED),
      ];
      for (const reply of replies) {
        expectRefused(reply, "/v1");
        expect(reply.headers.get("x-evil")).toBeNull();
        expect(problemIn(reply).code).toBe("not_found");
      }
    });
  });

  test("right but of another random part is not found, though its ledger exists", async () => {
    const id = await liveId();
    const sibling = id.slice(0, -3) + (id.endsWith("AAA") ? "BBB" : "AAA");
    expect(wordOf(await ramz.api.get(`/v1/verifications/${sibling}`))).toBe("404 not_found");
    expect(wordOf(await ramz.api.get(`/v1/verifications/${id}`))).toBe("200");
  });
});

describe("a path that leads nowhere", () => {
  test.each([
    "/v1",
    "/v2/verifications",
    "/v1/verification",
    "/V1/verifications",
    "/v1//verifications",
    "/v1/verifications/a/b/c",
    "/v1/verifications/a/checks/b",
    "/__proto__",
    "/.env",
    "/openapi/assets/..%2f..%2fpackage.json",
    "/openapi/assets/%2e%2e%2fpackage.json",
    "/openapi/assets/package.json",
    "/.well-known/",
    "/%",
    "/%00",
  ])("%s answers 404 as a problem, for GET and POST", async (path) => {
    await expectUntouched(ramz.folder, async () => {
      for (const method of ["GET", "POST"]) {
        const init = {
          method,
          headers: { ...JSON_TYPE, ...TRACED },
          ...(method === "POST" && { body: "{}" }),
        };
        const reply = await ramz.api.request(path, init);
        expect(wordOf(reply)).toBe(expectedFor(path, method));
        expectRefused(reply, path);
      }
    });
  });
});

const detailAt = async (api: Api, path: string, language = "en") =>
  problemIn(await api.get(path, { "accept-language": language })).detail;

describe("what a 404 says", () => {
  test("of a path is where the paths are, and in console mode where the messages are", async () => {
    for (const path of ["/nowhere", "/v2/verifications", "/openapi/assets/none.js"])
      expect(await detailAt(ramz.api, path)).toBe(
        "There is no such path. /openapi shows the paths there are, /dev/inbox the messages.",
      );
    expect(await detailAt(ramz.api, "/nowhere", "fa")).toMatch(/نشانی.*\/openapi.*\/dev\/inbox/);
    await using sends = await serving({}, { providers: [acceptingProvider()] });
    expect(await detailAt(sends.api, "/")).toBe("There is no such path. /openapi shows the paths there are.");
  });

  test("of a path of the predecessor's is the same, in its shape", async () => {
    const { status, body } = await ramz.api.get("/api/v1/usr/nowhere");
    expect([status, body]).toEqual([404, { detail: expect.stringContaining("/openapi") }]);
  });

  test("of a verification is how it is found", async () => {
    const detail = await detailAt(ramz.api, `/v1/verifications/${UNKNOWN_ID}`);
    expect(detail).toBe("There is no such verification. Check its id, or its number and purpose.");
  });
});

/** The assets' folder has a route for GET; whatever is not in it is missing, but its path exists. */
function expectedFor(path: string, method: string): string {
  return path.startsWith("/openapi/assets/") && method === "POST"
    ? "405 method_not_allowed"
    : "404 not_found";
}

describe("a trace header", () => {
  test.each(["", "x", "00-0-0-01", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`, "ff".repeat(2_000)])(
    "that is none (%p) gives the reply a trace of its own",
    async (traceparent) => {
      const reply = await ramz.api.get("/nowhere", { traceparent });
      expect(problemIn(reply).trace_id).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    },
  );
});
