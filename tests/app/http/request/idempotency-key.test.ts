/** Idempotency-Key over two real processes: a repeated call sends nothing more and is answered alike (anchors V24). */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  eventually,
  freshNumber,
  problemIn,
  type Reply,
  verificationIn,
  wordOf,
  wrong,
} from "../../../support/http.ts";
import {
  type Env,
  type Folder,
  type Running,
  startRamz,
  STORE_FILE,
  tempFolder,
} from "../../../support/process.ts";
import { single } from "../../../support/redis/setups.ts";
import { freshPrefix } from "../../../support/redis/store.ts";
import { codeHandedTo, handed, pluginFile } from "../../../e2e/plugins/plugin-files.ts";

const AT_ONCE = 50;
const TIME_OUT_MS = 60_000;
const SECRET = "two-processes-share-one-secret-of-enough-length";
const PATH = "/v1/verifications";
const LEGACY = "/api/v1/usr/otp";
const REPLAYED = "idempotency-replayed";

let keys = 0;
const freshKey = () => `key-${(keys += 1)}`;
const withKey = (key: string) => ({ "idempotency-key": key });
const messagesTo = (folder: Folder, to: string) =>
  handed(folder).filter((one) => JSON.stringify(one).includes(`"recipient":"${to}"`)).length;

/** Slow enough that those who ask at once meet the first still running. Fails while there is a file "down". */
const PLUGIN = pluginFile(`
  if (require("node:fs").existsSync("./down")) return { outcome: "unavailable", reason: "down" };
  if (require("node:fs").existsSync("./hang")) await new Promise(() => {});
  await Bun.sleep(250);
  return { outcome: "accepted" };
`);

const STORES: Readonly<Record<string, () => Promise<Env>>> = {
  "one SQLite file": async () => ({}),
  "one Redis": async () => ({ RAMZ_STORE: (await single()).url, RAMZ_STORE_PREFIX: freshPrefix() }),
};

async function startPair(folder: Folder, env: Env): Promise<readonly [Running, Running]> {
  folder.write("slow.ts", PLUGIN);
  // Most of these codes are never typed in, by which the guard would ask for challenges in some orders of the tests.
  const all = {
    HOST: "127.0.0.1",
    RAMZ_SECRET: SECRET,
    RAMZ_PROVIDERS: "./slow.ts",
    RAMZ_GUARD: "off",
    ...env,
  };
  return [await startRamz(all, folder), await startRamz(all, folder)];
}

describe.each(Object.entries(STORES))("two processes on %s", (_name, store) => {
  const folder = tempFolder();
  let pair: readonly Running[] = [];
  beforeAll(async () => {
    pair = await startPair(folder, await store());
  }, TIME_OUT_MS);
  afterAll(async () => {
    for (const running of pair) await running[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const post = (index: number, path: string, body: unknown, key: string): Promise<Reply> => {
    const api = pair[index % 2]?.api;
    if (api === undefined) throw new Error("both processes must run");
    return api.post(path, body, withKey(key));
  };

  test.each([
    [PATH, "to", 201],
    [LEGACY, "phone_number", 200],
  ])(
    `${AT_ONCE} calls of %s at once are one message and one answer`,
    async (path, field, status) => {
      const [to, key] = [freshNumber(), freshKey()];
      const replies = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) => post(index, path, { [field]: to }, key)),
      );
      expect(new Set(replies.map((reply) => `${reply.status} ${reply.text}`)).size).toBe(1);
      expect(replies[0]?.status).toBe(status);
      expect(replies.filter(({ headers }) => headers.get(REPLAYED) === "true")).toHaveLength(AT_ONCE - 1);
      expect(messagesTo(folder, to)).toBe(1);
    },
    TIME_OUT_MS,
  );

  test.each([
    ["by number under a key", PATH, "/v1/checks", true],
    ["by id under a key", PATH, null, true],
    ["of the predecessor, without a key", LEGACY, `${LEGACY}/verify`, false],
  ])(
    `${AT_ONCE} right checks %s at once are one approval and one answer, proof included`,
    async (_way, startPath, checkPath, hasKey) => {
      const to = freshNumber();
      const field = startPath === LEGACY ? "phone_number" : "to";
      const sent = await post(0, startPath, { [field]: to }, freshKey());
      const path = checkPath ?? `${PATH}/${verificationIn(sent).id}/checks`;
      const body = { ...(checkPath !== null && { [field]: to }), code: codeHandedTo(folder, to) };
      const headers = hasKey ? withKey(freshKey()) : {};
      const replies = await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, index) => pair[index % 2]?.api.post(path, body, headers)),
      );
      expect(new Set(replies.map((reply) => `${reply?.status} ${reply?.text}`)).size).toBe(1);
      expect(replies[0]?.status).toBe(200);
      expect(replies[0]?.text).toMatch(/"(proof|verification_token)":"ey/);
      const replayed = replies.filter((reply) => reply?.headers.get(REPLAYED) === "true");
      expect(replayed).toHaveLength(hasKey ? AT_ONCE - 1 : 0);
    },
    TIME_OUT_MS,
  );

  test("a wrong check under a key counts once, and under no key or another one it is another guess", async () => {
    const to = freshNumber();
    await post(0, PATH, { to }, freshKey());
    const code = wrong(codeHandedTo(folder, to));
    const key = freshKey();
    const first = await post(0, "/v1/checks", { to, code }, key);
    const again = await post(1, "/v1/checks", { to, code }, key);
    expect([first, again].map(wordOf)).toEqual(["422 code_incorrect", "422 code_incorrect"]);
    expect([first, again].map(({ headers }) => headers.get(REPLAYED))).toEqual([null, "true"]);
    expect([first, again].map((reply) => problemIn(reply).checks_left)).toEqual([4, 4]);
    expect(problemIn(await post(0, "/v1/checks", { to, code }, freshKey())).checks_left).toBe(3);
  });

  test("the answer stays the same while the verification moves on", async () => {
    const [to, key] = [freshNumber(), freshKey()];
    const first = await post(0, PATH, { to, metadata: { b: "2", a: "1" } }, key);
    await pair[0]?.api.del(`${PATH}/${verificationIn(first).id}`);
    const again = await post(1, PATH, { metadata: { a: "1", b: "2" }, to }, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(messagesTo(folder, to)).toBe(1);
  });

  test("another body or another route under the same key is refused, and nothing goes out", async () => {
    const [to, other, key] = [freshNumber(), freshNumber(), freshKey()];
    await post(0, PATH, { to }, key);
    expect(wordOf(await post(1, PATH, { to: other }, key))).toBe("422 idempotency_key_reused");
    expect(wordOf(await post(1, PATH, { to, purpose: "payment" }, key))).toBe("422 idempotency_key_reused");
    const legacy = await post(1, LEGACY, { phone_number: other }, key);
    expect([legacy.status, legacy.body]).toEqual([
      422,
      { detail: expect.stringContaining("Idempotency-Key") },
    ]);
    expect(messagesTo(folder, other)).toBe(0);
  });

  test("another key is another call", async () => {
    const to = freshNumber();
    await post(0, PATH, { to }, freshKey());
    expect(wordOf(await post(1, PATH, { to }, freshKey()))).toBe("429 cooldown");
  });

  test("what is at fault in the call claims no key", async () => {
    const [to, key] = [freshNumber(), freshKey()];
    expect(wordOf(await post(0, PATH, { to, nonsense: true }, key))).toBe("400 invalid_request");
    expect(wordOf(await post(1, PATH, { to }, key))).toBe("201");
  });

  test("an answer that nothing was sent frees the key, so that the caller's next try works", async () => {
    const [to, key] = [freshNumber(), freshKey()];
    folder.write("down", "");
    const failed = await post(0, PATH, { to }, key);
    expect(wordOf(failed)).toBe("502 delivery_failed");
    rmSync(join(folder.path, "down"));
    const sent = await eventually(
      () => post(1, PATH, { to }, key),
      ({ status }) => status === 201,
    );
    expect(sent.headers.get(REPLAYED)).toBeNull();
    expect((await post(0, PATH, { to }, key)).text).toBe(sent.text);
  });

  test.each(["", "a b", "x".repeat(256), "caf\u00e9"])("the key %j is none", async (key) => {
    const check = { to: freshNumber(), code: "123456" };
    expect((await pair[0]?.api.post("/v1/checks", check, withKey(key)))?.status).toBe(400);
    const api = pair[0]?.api;
    const reply = await api?.post(PATH, { to: freshNumber() }, withKey(key));
    if (reply === undefined) throw new Error("it must run");
    expect(wordOf(reply)).toBe("400 invalid_request");
    expect(problemIn(reply).errors).toEqual([{ field: "Idempotency-Key", detail: expect.any(String) }]);
    const legacy = await api?.post(LEGACY, { phone_number: freshNumber() }, withKey(key));
    expect([legacy?.status, Object.keys(Object(legacy?.body))]).toEqual([400, ["Idempotency-Key"]]);
  });

  test("a key may have every visible character, and 255 of them", async () => {
    const visible = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 0x21 + index));
    for (const key of [visible, visible.repeat(3).slice(0, 255)])
      expect(wordOf(await post(0, PATH, { to: freshNumber() }, key))).toBe("201");
  });
});

test(
  "a process that is killed in the middle leaves its key in progress: later calls wait, are told, and send nothing",
  async () => {
    using folder = tempFolder();
    const quick = { OTP_CHAIN_DEADLINE_MS: "1000", OTP_ATTEMPT_TIMEOUT_MS: "1000" };
    const [first, second] = await startPair(folder, quick);
    try {
      const [to, key] = [freshNumber(), freshKey()];
      folder.write("hang", "");
      const lost = first.api.post(PATH, { to }, withKey(key)).catch(() => "the connection was cut");
      await eventually(
        () => messagesTo(folder, to),
        (count) => count === 1,
      );
      await first.kill();
      expect(await lost).toBe("the connection was cut");
      const told = await second.api.post(PATH, { to }, withKey(key));
      expect(wordOf(told)).toBe("409 idempotency_in_progress");
      expect(told.headers.get("retry-after")).toBe("2");
      expect(messagesTo(folder, to)).toBe(1);
    } finally {
      for (const running of [first, second]) await running[Symbol.asyncDispose]();
    }
  },
  TIME_OUT_MS,
);

test("while the store cannot claim a key nothing is sent, and a call without one does not mind", async () => {
  await using ramz = await startRamz({ HOST: "127.0.0.1" });
  const to = freshNumber();
  using store = new Database(join(ramz.folder.path, STORE_FILE));
  store.run("DROP TABLE claims");
  expect(wordOf(await ramz.api.post(PATH, { to }, withKey(freshKey())))).toBe("503 store_unavailable");
  expect((await ramz.api.get(`/dev/messages?to=${encodeURIComponent(to)}`)).body).toEqual([]);
  expect(wordOf(await ramz.api.post(PATH, { to }))).toBe("201");
});
