/** The optional fields of a start: what they may be, and what is said when they are not. */
import { describe, expect, test } from "bun:test";
import { freshNumber, problemIn, verificationIn, wordOf } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { expectUntouched } from "./hostile.ts";

const CALLER_LIMITS = ["0", "a", "b", "c_1", "constructor"].map(
  (name) => `[limits.caller.${name}]\nper_hour = 100\n`,
);
const ramz = sharedServing(
  { RAMZ_TRUST_CLIENT_IP: "true", RAMZ_CONFIG: "ramz.toml" },
  { "ramz.toml": CALLER_LIMITS.join("") },
);
const entries = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));

const WRONG: readonly (readonly [field: string, value: unknown, named?: string])[] = [
  ["channel", "fax"],
  ["channel", "SMS"],
  ["locale", "de"],
  ["locale", ""],
  ["locale", "far"],
  ["locale", "fa-"],
  ["locale", "fa-IR-toolongasubtag"],
  ["locale", "persian"],
  ["metadata", { a: null }, "metadata.a"],
  ["limits", { a: null }, "limits.a"],
  ["purpose", ""],
  ["purpose", "Log In"],
  ["purpose", "-x"],
  ["purpose", "ورود"],
  ["purpose", "a".repeat(33)],
  ["purpose", "a\n"],
  ["metadata", []],
  ["metadata", "x"],
  ["metadata", { a: 1 }, "metadata.a"],
  ["metadata", { a: { b: "c" } }, "metadata.a"],
  ["metadata", { a: "x".repeat(129) }, "metadata.a"],
  ["metadata", entries(11)],
  ["metadata", { "a\nb": { x: [1, 2] } }, "metadata.a\nb"],
  ["metadata", { "a\u2028b": "x".repeat(129) }, "metadata.a\u2028b"],
  ["metadata", { ["x".repeat(65)]: "v" }, `metadata.${"x".repeat(65)}`],
  ["client_ip", ""],
  ["client_ip", "999.1.1.1"],
  ["client_ip", "10.0.0.1, 10.0.0.2"],
  ["client_ip", "localhost"],
  ["client_ip", "::fffff"],
  ["client_ip", "fe80::1%eth0"],
  ["client_ip", "192.0.2.1:443"],
  ["client_ip", "0300.0.2.1"],
  ["limits", { Device: "x" }, "limits.Device"],
  ["limits", { device: "" }, "limits.device"],
  ["limits", { device: "x".repeat(129) }, "limits.device"],
  ["limits", { a: "1", b: "1", c: "1", d: "1", e: "1", f: "1" }],
  ["known_session", "yes"],
];

const RIGHT: readonly (readonly [field: string, value: unknown])[] = [
  ["channel", "call"],
  ["locale", "en"],
  ...["FA", "fa-IR", "fa_IR", "fa-ir", "fa-Arab-IR", "en-US", "EN_gb"].map((tag) => ["locale", tag] as const),
  ...["channel", "locale", "purpose", "metadata", "client_ip", "limits", "known_session"].map(
    (field) => [field, null] as const,
  ),
  ["purpose", "a"],
  ["purpose", "0_x.y-z"],
  ["purpose", "a".repeat(32)],
  ["metadata", {}],
  ["metadata", entries(10)],
  ["metadata", { a: "x".repeat(128), "": "", "\u0000": "\u0000", constructor: "ر" }],
  ["metadata", { ["ر".repeat(64)]: "v", "a\r\n\u2028b": "v" }],
  ["client_ip", "192.0.2.1"],
  ["client_ip", "2001:db8::1"],
  ["limits", {}],
  ["limits", { a: "1", b: "ر".repeat(128), c_1: "x", 0: "x", constructor: "x" }],
  ["known_session", false],
];

describe("a start with", () => {
  test.each(WRONG)("%s %j is refused by name, and sends nothing", async (field, value, named = field) => {
    await expectUntouched(ramz.folder, async () => {
      const reply = await ramz.api.post("/v1/verifications", { to: freshNumber(), [field]: value });
      expect(wordOf(reply)).toBe("400 invalid_request");
      const { errors } = problemIn(reply);
      expect(errors).toEqual([{ field: named, detail: expect.stringMatching(/^must |^is /) }]);
    });
  });

  test.each(RIGHT)("%s %j is taken, and told back where it is the caller's own", async (field, value) => {
    const reply = await ramz.api.post("/v1/verifications", { to: freshNumber(), [field]: value });
    expect(reply.status).toBe(201);
    const view = verificationIn(reply);
    if (value !== null && field in view) expect(view).toMatchObject({ [field]: value });
    expect(verificationIn(await ramz.api.get(`/v1/verifications/${view.id}`)).metadata).toEqual(
      view.metadata,
    );
  });

  test("several wrong fields names them all at once", async () => {
    const body = { to: 1, channel: "fax", purpose: "", extra: 1 };
    const { errors = [] } = problemIn(await ramz.api.post("/v1/verifications", body));
    expect(errors.map(({ field }) => field).sort()).toEqual(["channel", "extra", "purpose", "to"]);
  });

  test("a name of metadata that is too long says how long it may be, in both languages", async () => {
    const body = { to: freshNumber(), metadata: { ["x".repeat(65)]: "v" } };
    const said = async (language: string) =>
      problemIn(await ramz.api.post("/v1/verifications", body, { "accept-language": language })).errors;
    expect(await said("en")).toMatchObject([{ detail: "must have a name of at most 64 characters" }]);
    expect(await said("fa")).toMatchObject([{ detail: "باید نامی با حداکثر ۶۴ نویسه داشته باشد" }]);
  });
});
