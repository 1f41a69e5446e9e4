/** The way into the console, and how a session ends: by time, by signing out, with its key. */
import { describe, expect, test } from "bun:test";
import { createAdminSessions } from "../../../../app/access/admin-sessions.ts";
import { clientAt, readAddress } from "../../../../app/access/ip-addresses.ts";
import { adminServiceOf } from "../../../../app/service/admin-service.ts";
import { trailOver } from "../../../domain/audit/support.ts";
import { createMemoryStore } from "../../../support/memory-store.ts";
import { MINUTE_MS } from "../../../../domain/time.ts";
import { createMemoryNotes } from "../../../support/memory-notes.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { systemRandom } from "../../../../adapters/system/random.ts";
import { testKey } from "../../access/app-keys.ts";
import { startInProcess } from "../in-process.ts";
import { cookieOf, openConsole, postForm, ORIGIN, REZA, SARA, signedIn } from "./operator.ts";

const KEY = { name: "sara", hash: SARA.hash };

function sessionsOf(keys = [KEY], secrets = createTestSecrets()) {
  const clock = createSimClock();
  const settings = { keys, sessionMs: 60 * MINUTE_MS, idleMs: 10 * MINUTE_MS };
  const notes = createMemoryNotes(clock);
  const parts = { secrets, notes, clock, random: systemRandom };
  return {
    clock,
    sessions: createAdminSessions({ ...parts, settings }),
    withKeys: (others: typeof keys) =>
      createAdminSessions({ ...parts, settings: { ...settings, keys: others } }),
  };
}

describe("a session", () => {
  test("ends after the time without a request, and goes on with one", async () => {
    const { clock, sessions } = sessionsOf();
    let sealed = sessions.begin(KEY);
    for (let turn = 0; turn < 4; turn++) {
      clock.advance(9 * MINUTE_MS);
      const session = await sessions.read(sealed);
      expect(session?.name).toBe("sara");
      sealed = (session && sessions.renewed(session)) ?? sealed;
    }
    clock.advance(10 * MINUTE_MS);
    expect(await sessions.read(sealed)).toBe(null);
  });

  test("ends after its whole time, whatever was asked", async () => {
    const { clock, sessions } = sessionsOf();
    let sealed = sessions.begin(KEY);
    for (let minutes = 0; minutes < 55; minutes += 5) {
      clock.advance(5 * MINUTE_MS);
      const session = await sessions.read(sealed);
      sealed = (session && sessions.renewed(session)) ?? sealed;
    }
    expect(await sessions.read(sealed)).not.toBe(null);
    clock.advance(5 * MINUTE_MS);
    expect(await sessions.read(sealed)).toBe(null);
  });

  test("ends with its key, also when the name gets another one", async () => {
    const { sessions, withKeys } = sessionsOf();
    const sealed = sessions.begin(KEY);
    expect(await withKeys([{ name: "sara", hash: REZA.hash }]).read(sealed)).toBe(null);
    expect(await withKeys([{ name: "lara", hash: KEY.hash }]).read(sealed)).toBe(null);
    expect(await withKeys([KEY]).read(sealed)).not.toBe(null);
  });

  test("that was ended stays ended, for copies of its cookie too, and ends no other", async () => {
    const { sessions } = sessionsOf();
    const [sealed, other] = [sessions.begin(KEY), sessions.begin(KEY)];
    const session = await sessions.read(sealed);
    if (session === null) throw new Error("no session");
    await sessions.end(session);
    expect([await sessions.read(sealed), (await sessions.read(other))?.name]).toEqual([null, "sara"]);
  });

  test("is not one that was altered, made with another secret, or sealed for something else", async () => {
    const { sessions } = sessionsOf();
    const sealed = sessions.begin(KEY);
    const flipped = sealed.slice(0, -2) + (sealed.endsWith("A") ? "B" : "A") + sealed.slice(-1);
    const secrets = createTestSecrets();
    for (const text of [
      "",
      "x",
      flipped,
      secrets.seal("{}", "admin session"),
      secrets.seal(sealed, "another"),
    ])
      expect(await sessions.read(text)).toBe(null);
    expect(await sessionsOf([KEY], createTestSecrets(["other"])).sessions.read(sealed)).toBe(null);
  });
});

describe("signing in", () => {
  test("begins a session, which an act names, and leads to what was asked for", async () => {
    await using ramz = await openConsole();
    const asked = await ramz.api.get("/admin/acts?before=7");
    expect(asked.status).toBe(303);
    expect(asked.headers.get("location")).toBe("/admin/sign-in?next=%2Fadmin%2Facts%3Fbefore%3D7");
    const reply = await postForm(ramz.api, "/admin/sign-in", {
      key: ` ${SARA.key}\n`,
      next: "/admin/acts?before=7",
    });
    expect([reply.status, reply.headers.get("location")]).toEqual([303, "/admin/acts?before=7"]);
    const page = await (await signedIn(ramz.api, REZA)).get("/admin/acts");
    expect([page.status, page.text]).toEqual([200, expect.stringContaining("The chain holds: 2 entries")]);
    expect(page.text).toMatch(/<strong>reza<\/strong>.*signed in[^]*<strong>sara<\/strong>.*signed in/);
  });

  test.each([
    "https://evil.example/admin",
    "//evil.example",
    "/\\evil.example",
    "/v1",
    "/administrator",
    "/admin/sign-in",
  ])("leads nowhere but into the console: %s", async (next) => {
    await using ramz = await openConsole();
    const reply = await postForm(ramz.api, "/admin/sign-in", { key: SARA.key, next });
    expect(reply.headers.get("location")).toBe("/admin");
  });

  test("with a key that is not known, also one of an app, is refused and kept in the trail", async () => {
    await using ramz = await openConsole();
    for (const key of ["", "not-a-key", testKey().key, SARA.hash]) {
      const reply = await postForm(ramz.api, "/admin/sign-in", { key });
      expect([reply.status, cookieOf(reply)]).toEqual([403, null]);
      expect(reply.text).not.toContain(key || "nothing");
    }
    const { text } = await (await signedIn(ramz.api)).get("/admin/acts");
    expect(text.match(/a key that is not known was refused/g)?.length).toBe(4);
  });

  test("fails ten times at most in a quarter of an hour, and never fills the trail", async () => {
    await using ramz = await openConsole();
    const tries: number[] = [];
    for (let turn = 0; turn < 12; turn++)
      tries.push((await postForm(ramz.api, "/admin/sign-in", { key: "x" })).status);
    expect(tries).toEqual([...Array.from({ length: 10 }, () => 403), 429, 429]);
    const further = await postForm(ramz.api, "/admin/sign-in", { key: testKey().key });
    expect([further.status, further.headers.get("retry-after")]).toEqual([
      429,
      expect.stringMatching(/^\d+$/),
    ]);
    expect(ramz.log.filter((one) => one.includes("sign_in_failed")).length).toBe(10);
    // An operator who shares the address is not locked out: a right key cannot have been guessed.
    const right = await postForm(ramz.api, "/admin/sign-in", { key: SARA.key });
    expect([right.status, cookieOf(right)]).toEqual([303, expect.stringContaining("ramz-admin=")]);
  });

  test.each([
    ["203.0.113.7", "203.0.113.0/24"],
    ["2001:db8:1:2::7", "2001:db8:1::/48"],
  ])("from %s is kept as from %s, known key or not", async (address, network) => {
    const { trail, memory } = trailOver();
    const clock = createSimClock();
    const store = createMemoryStore(clock);
    const parts = { secrets: createTestSecrets(), store, clock, random: systemRandom, audit: trail };
    const settings = { keys: [KEY], sessionMs: 1, idleMs: 1, origin: ORIGIN, traceUrl: null };
    const service = adminServiceOf(settings, parts);
    const read = readAddress(address);
    const from = read === null ? null : clientAt(read);
    await service.signIn(SARA.key, from);
    await service.signIn("x", from);
    const entries = await trail.read(0, 2);
    expect(entries.map(({ act }) => act)).toEqual([
      { kind: "signed_in", from: network },
      { kind: "sign_in_failed", from: network },
    ]);
    expect(JSON.stringify(memory.entries)).not.toContain(address);
  });
});

describe("signing out", () => {
  test("ends the session on the server too, and is an act", async () => {
    await using ramz = await openConsole();
    const sara = await signedIn(ramz.api);
    const reply = await sara.post("/admin/sign-out", {});
    expect([reply.status, reply.headers.get("location")]).toEqual([303, "/admin/sign-in?out"]);
    expect(reply.headers.getSetCookie()).toEqual([expect.stringMatching(/^ramz-admin=;.*Max-Age=0$/)]);
    const again = await sara.get("/admin/acts");
    expect([again.status, again.headers.get("location")]).toEqual([303, expect.stringContaining("sign-in")]);
    const page = await ramz.api.get("/admin/sign-in", { cookie: sara.cookie });
    expect(page.text).toContain("You were signed out.");
    const { text } = await (await signedIn(ramz.api, REZA)).get("/admin/acts");
    expect(text).toContain("signed out");
  });
});

describe("cookies", () => {
  test("are tied to the host over https, and kept from scripts and from other sites", async () => {
    // Not in console mode, which is served under names of this machine alone.
    const env = { RAMZ_PROVIDERS: "kavenegar/sms", KAVENEGAR_API_KEY: "6b6579", RAMZ_AUTH: "none" };
    await using ramz = await openConsole({ origin: "https://ramz.example", env });
    const reply = await postForm(ramz.api, "/admin/sign-in?lang=fa", { key: SARA.key });
    expect(reply.headers.getSetCookie()[0]).toMatch(
      /^__Host-ramz-admin=[\w-]+; Path=\/; Secure; SameSite=Strict; HttpOnly$/,
    );
    const page = await ramz.api.get("/admin/sign-in?lang=fa");
    expect(page.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-ramz-admin-language=fa; Path=\/; Secure; SameSite=Strict; HttpOnly/),
    ]);
  });

  test("over http on this machine have all of it but Secure and the prefix", async () => {
    await using ramz = await openConsole();
    const reply = await postForm(ramz.api, "/admin/sign-in", { key: SARA.key });
    expect(reply.headers.getSetCookie()[0]).toMatch(
      /^ramz-admin=[\w-]+; Path=\/; SameSite=Strict; HttpOnly$/,
    );
    const page = await ramz.api.get("/admin/sign-in?lang=fa");
    expect(cookieOf(page, "ramz-admin-language")).toBe("ramz-admin-language=fa");
    const later = await ramz.api.get("/admin/sign-in", { cookie: "ramz-admin-language=fa" });
    expect(later.text).toContain('lang="fa" dir="rtl"');
  });
});

test("without an origin and keys there is no console", async () => {
  await using ramz = await startInProcess();
  for (const path of ["/admin", "/admin/sign-in", "/admin/find"])
    expect((await ramz.api.get(path)).status).toBe(404);
});
