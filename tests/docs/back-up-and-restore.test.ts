/** The commands of the page, as they stand there: a copy is made while Ramz serves, put back on another machine, and served from. */
import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../adapters/system/clock.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import { type Api, eventually, field, wordOf } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { startServer, type Server } from "../support/redis/server.ts";
import { serveHere, type Serving } from "../support/serving.ts";
import { runAsRoot } from "./as-root.ts";
import { blocksOf } from "./pages.ts";

// Both have programs of their own.
setDefaultTimeout(30_000);

const PAGE = "docs/how-to/back-up-and-restore.md";
const PRODUCTION = "docs/how-to/run-in-production.md";
const REDIS_PASSWORD = "of-this-test-alone";

/** The commands of the page that have this in them. */
function commandsWith(text: string, page = PAGE): string {
  const found = blocksOf(page).filter((block) => block.text.includes(text));
  if (found.length !== 1) throw new Error(`${found.length} blocks of ${page} have ${text}`);
  return found[0]?.text ?? "";
}

const COMMANDS = {
  copySettings: commandsWith("settings.tar.gz"),
  isOldEnough: commandsWith("-mmin +10"),
  copySqlite: commandsWith("VACUUM INTO"),
  restoreSqlite: commandsWith("systemctl start ramz\n"),
  copyRedis: commandsWith("redis-cli --rdb"),
  restoreRedis: commandsWith("systemctl start redis-server"),
};

const serveOver = (store: string, aheadMs = 0): Promise<Serving> =>
  serveHere(
    {
      RAMZ_STORE: store,
      RAMZ_SECRET: "a-secret-of-thirty-two-characters-or-more",
      RAMZ_PROVIDERS: "console",
      RAMZ_TRUST_CLIENT_IP: "true",
      RAMZ_IP_SENDS_PER_HOUR: "2",
      RAMZ_GUARD: "off",
    },
    { clock: { ...systemClock, now: () => systemClock.now() + aheadMs } },
  );

/** By default from an address of its own. */
const start = (api: Api, to: string, clientIp = `10.0.${Number(to.slice(-4, -2))}.${Number(to.slice(-2))}`) =>
  api.post("/v1/verifications", { to, client_ip: clientIp });

async function codeOf(api: Api, to: string) {
  const id = field((await start(api, to)).body, "id");
  return { id, code: await api.codeFor(to) };
}

const check = async (api: Api, { id, code }: { readonly id: string; readonly code: string }) =>
  wordOf(await api.post(`/v1/verifications/${id}/checks`, { code }));

const BUSY = "203.0.113.7";
const [EARLIER, LATER, AFTER] = ["+989122220001", "+989122220002", "+989122220003"];

/** What a copy holds, and what came after it. */
async function expectOfCopy(api: Api, earlier: Awaited<ReturnType<typeof codeOf>>, laterId: string) {
  expect(await check(api, earlier)).toBe("200");
  expect(await check(api, earlier)).toBe("409 already_approved");
  expect(wordOf(await start(api, "+989122220009", BUSY))).toBe("429 ip_limit");
  expect((await api.get(`/v1/verifications/${laterId}`)).status).toBe(404);
}

/** Uses the limit of an address up. */
async function useUp(api: Api): Promise<void> {
  for (const to of ["+989122220007", "+989122220008"]) expect((await start(api, to, BUSY)).status).toBe(201);
}

test("SQLite: a copy that is made while codes are started is whole, and another machine serves from it", async () => {
  using folder = tempFolder();
  for (const name of ["backup", "old", "new"]) mkdirSync(join(folder.path, name));
  const [old, other] = [join(folder.path, "old"), join(folder.path, "new")];
  const pathsOf = (machine: string) => ({
    "/var/lib/ramz": machine,
    "/root/backup": join(folder.path, "backup"),
  });
  await using serving = await serveOver(`sqlite:${join(old, "ramz.db")}`);
  const { api } = serving;
  const earlier = await codeOf(api, EARLIER);
  await useUp(api);
  const copying = runAsRoot(COMMANDS.copySqlite, { paths: pathsOf(old) });
  for (let at = 0; Bun.peek.status(copying) === "pending"; at += 1)
    await start(api, `+98912333${String(at).padStart(4, "0")}`);
  expect(await copying).toEqual({ code: 0, printed: "" });
  using copied = new Database(join(folder.path, "backup/ramz.db"));
  expect(copied.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  const later = await codeOf(api, LATER);
  expect(await check(api, earlier)).toBe("200");

  // As a machine that died left it, with what SQLite has not moved into the file yet.
  cpSync(old, other, { recursive: true });
  const asked: string[] = [];
  const systemctl = async (...words: readonly string[]) => void asked.push(words.join(" "));
  const ran = await runAsRoot(COMMANDS.restoreSqlite, { paths: pathsOf(other), systemctl });
  expect(ran).toEqual({ code: 0, printed: "" });
  expect(asked).toEqual(["stop ramz", "start ramz"]);
  {
    // Ten minutes later the copy permits nothing of the kind.
    await using tooLate = await serveOver(`sqlite:${join(other, "ramz.db")}`, 10 * MINUTE_MS);
    expect(await check(tooLate.api, earlier)).toBe("410 expired");
    expect(wordOf(await start(tooLate.api, "+989122220009", BUSY))).toBe("429 ip_limit");
  }
  await using restored = await serveOver(`sqlite:${join(other, "ramz.db")}`);
  await expectOfCopy(restored.api, earlier, later.id);
});

test("SQLite: the copy before stays when no new one can be made", async () => {
  using folder = tempFolder();
  const copy = join(folder.path, "ramz.db");
  writeFileSync(copy, "the copy before");
  const paths = { "/root/backup": folder.path, "/var/lib/ramz": join(folder.path, "nothing-here") };
  expect((await runAsRoot(COMMANDS.copySqlite, { paths })).code).not.toBe(0);
  expect(readFileSync(copy, "utf8")).toBe("the copy before");
});

test("settings, which hold the secret, are copied to another folder than the store", async () => {
  using folder = tempFolder();
  for (const name of ["etc", "root"]) mkdirSync(join(folder.path, name));
  for (const name of ["ramz.env", "ramz.toml"]) writeFileSync(join(folder.path, "etc", name), "");
  const paths = { "/etc/": join(folder.path, "etc/"), "/root/": join(folder.path, "root/") };
  expect((await runAsRoot(COMMANDS.copySettings, { paths })).code).toBe(0);
  const [ofStore = "", ...others] = new Set(
    [COMMANDS.copySqlite, COMMANDS.copyRedis].flatMap((commands) => commands.match(/\/root\/[\w-]+/g) ?? []),
  );
  expect(others).toEqual([]);
  const filesIn = (name: string) => readdirSync(join(folder.path, name));
  expect(filesIn(ofStore)).toEqual([]);
  expect(filesIn("root/backup-settings")).toEqual(["settings.tar.gz"]);
});

const storeOf = ({ port }: Server) => `redis://:${REDIS_PASSWORD}@127.0.0.1:${port}/0`;

/** A Redis that is set up as the page on production says. */
async function productionRedis(): Promise<Server> {
  const lines = /<<EOF\n([\s\S]*?)^EOF$/m.exec(commandsWith("maxmemory-policy", PRODUCTION))?.[1] ?? "";
  return startServer({
    settings: { save: "3600 1" },
    file: lines.replace("$REDIS_PASSWORD", REDIS_PASSWORD).trim().split("\n"),
    client: { password: REDIS_PASSWORD },
  });
}

test("Redis: a copy that is made while Ramz serves is served from on another server, which keeps what comes after", async () => {
  using folder = tempFolder();
  mkdirSync(join(folder.path, "backup"));
  const machineOf = ({ home, port }: Server) => ({
    redisPort: port,
    paths: {
      "/etc/redis/redis.conf": join(home, "redis.conf"),
      "/var/lib/redis": home,
      "/root/backup": join(folder.path, "backup"),
    },
  });

  await using old = await productionRedis();
  const serving = await serveOver(storeOf(old));
  const earlier = await codeOf(serving.api, EARLIER);
  await useUp(serving.api);
  expect((await runAsRoot(COMMANDS.copyRedis, machineOf(old))).code).toBe(0);
  const later = await codeOf(serving.api, LATER);
  expect(await check(serving.api, earlier)).toBe("200");
  await serving[Symbol.asyncDispose]();
  await old.kill();

  await using other = await productionRedis();
  await other.redis.set("of-the-other", "still here");
  const asked: string[] = [];
  const systemctl = async (...words: readonly string[]) => {
    asked.push(words.join(" "));
    if (words.includes("redis-server")) await (words[0] === "stop" ? other.stop() : other.start());
  };
  const ran = await runAsRoot(COMMANDS.restoreRedis, { ...machineOf(other), systemctl });
  expect([ran.code, asked]).toEqual([
    0,
    ["stop ramz@8001 ramz@8002 redis-server", "start redis-server", "start ramz@8001 ramz@8002"],
  ]);
  expect(await other.redis.get("of-the-other")).toBeNull();
  const restored = await serveOver(storeOf(other));
  await expectOfCopy(restored.api, earlier, later.id);
  const after = await codeOf(restored.api, AFTER);
  await restored[Symbol.asyncDispose]();

  // Redis writes its file in the background, so a kill loses what it has not written yet.
  await eventually(
    () => other.redis.info("persistence"),
    (info) => info.includes("aof_buffer_length:0"),
  );
  await other.kill();
  await other.start();
  await using restarted = await serveOver(storeOf(other));
  expect(await check(restarted.api, earlier)).toBe("409 already_approved");
  expect(await check(restarted.api, after)).toBe("200");
  expect(readFileSync(join(other.home, "redis.conf"), "utf8")).not.toContain("appendonly no");
});

test("the page waits for a copy that is younger than ten minutes", async () => {
  using folder = tempFolder();
  const copy = join(folder.path, "ramz.rdb");
  writeFileSync(copy, "");
  const wait = () => runAsRoot(COMMANDS.isOldEnough, { paths: { "/root/backup": folder.path } }, 1);
  const madeBefore = (minutes: number) => {
    const at = new Date(Date.now() - minutes * MINUTE_MS);
    utimesSync(copy, at, at);
  };
  madeBefore(9);
  expect((await wait()).code).not.toBe(0);
  madeBefore(11);
  expect((await wait()).code).toBe(0);
});

test("the page on production has the same commands, and the same rule", () => {
  const [, section = ""] = readFileSync(PRODUCTION, "utf8").split("### Back up, and restore\n");
  const [text = ""] = section.split("\n## ");
  for (const commands of [
    COMMANDS.copySettings,
    COMMANDS.isOldEnough,
    COMMANDS.copyRedis,
    COMMANDS.restoreRedis,
  ])
    expect(text).toContain(`\`\`\`\n${commands}\`\`\``);
  expect(text).toContain("Serve from a copy when it is ten minutes old");
});
