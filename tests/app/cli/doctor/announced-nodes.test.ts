/** A Cluster behind NAT announces addresses that cannot be reached: the doctor says so, and a map of addresses leads to the nodes. */
import { describe, expect, test } from "bun:test";
import { openStore } from "../../../../app/composition/open-adapters.ts";
import type { Row } from "../../../../app/cli/doctor/rows.ts";
import { examineStore } from "../../../../app/cli/doctor/store.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { freePort } from "../../../support/redis/ports.ts";
import { stagedSentinel } from "../../../support/redis/staged-sentinel.ts";
import { type Server, startServer, until } from "../../../support/redis/server.ts";
import { emptyLedger } from "../../../../domain/ledger/ledger.ts";
import { SECRET } from "../support.ts";

const QUICK = {
  RAMZ_SECRET: SECRET,
  RAMZ_REDIS_CONNECT_TIMEOUT_MS: "300",
  RAMZ_REDIS_COMMAND_TIMEOUT_MS: "600",
};

/** A Cluster of one node, which announces another port than its own. */
async function clusterAt(announced: number): Promise<Server> {
  const server = await startServer({
    settings: {
      "cluster-enabled": "yes",
      "cluster-announce-ip": "127.0.0.1",
      "cluster-announce-port": announced,
      "cluster-announce-bus-port": announced,
    },
  });
  await server.redis.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  await until(
    "the Cluster is whole",
    async () => (await server.redis.cluster("INFO")).includes("state:ok"),
    10_000,
  );
  return server;
}

function storeAt({ port }: Server, map = "") {
  const env = { ...QUICK, RAMZ_STORE: `redis+cluster://127.0.0.1:${port}`, RAMZ_REDIS_ADDRESS_MAP: map };
  const { config, problems } = loadConfig(env);
  expect(problems).toEqual([]);
  return config.store;
}

const problemsWith = (map: string, store = "redis+cluster://h:1") =>
  loadConfig({ ...QUICK, RAMZ_STORE: store, RAMZ_REDIS_ADDRESS_MAP: map }).problems;

const problemsIn = (rows: readonly Row[]) => rows.filter(({ level }) => level === "problem");

describe("a Cluster that announces an address which cannot be reached", () => {
  test("is explained, with the address and the ways out", async () => {
    const announced = await freePort();
    await using server = await clusterAt(announced);
    expect(problemsIn(await examineStore(storeAt(server)))).toEqual([
      {
        about: "store",
        level: "problem",
        subject: "RAMZ_STORE",
        detail: `The Cluster announces addresses that cannot be reached from here: 127.0.0.1:${announced} (ECONNREFUSED).`,
        remedy: expect.stringMatching(/cluster-announce-ip.*RAMZ_REDIS_ADDRESS_MAP/),
      },
    ]);
  });

  test("is reached through the map of addresses", async () => {
    const announced = await freePort();
    await using server = await clusterAt(announced);
    const mapped = storeAt(server, `127.0.0.1:${announced}=127.0.0.1:${server.port}`);
    expect(problemsIn(await examineStore(mapped))).toEqual([]);
    const store = await openStore(mapped);
    await store.save("one", emptyLedger("one", "+989121234567"), 0, Date.now() + 60_000);
    expect((await store.load("one"))?.revision).toBe(1);
    await store.close();
  });

  test("is explained with a map that leads nowhere, too", async () => {
    const [announced, nowhere] = [await freePort(), await freePort()];
    await using server = await clusterAt(announced);
    const rows = await examineStore(storeAt(server, `127.0.0.1:${announced}=127.0.0.1:${nowhere}`));
    expect(problemsIn(rows)).toMatchObject([
      {
        detail: expect.stringContaining(
          `127.0.0.1:${announced} (mapped to 127.0.0.1:${nowhere}: ECONNREFUSED)`,
        ),
      },
    ]);
  });
});

test("a primary that Sentinels announce at such an address is reached through the map", async () => {
  const announced = await freePort();
  await using server = await startServer();
  using sentinel = stagedSentinel(announced);
  const store = (map: string) =>
    loadConfig({
      ...QUICK,
      RAMZ_STORE: `redis+sentinel://127.0.0.1:${sentinel.port}/ramz`,
      RAMZ_REDIS_ADDRESS_MAP: map,
    }).config.store;
  expect(problemsIn(await examineStore(store("")))).toHaveLength(1);
  const mapped = store(`127.0.0.1:${announced}=127.0.0.1:${server.port}`);
  expect(problemsIn(await examineStore(mapped))).toEqual([]);
});

test("a Cluster that does not answer has no further explanation", async () => {
  const port = await freePort();
  const { config } = loadConfig({ ...QUICK, RAMZ_STORE: `redis+cluster://127.0.0.1:${port}` });
  expect(await examineStore(config.store)).toMatchObject([
    { detail: expect.stringContaining("cannot be used") },
  ]);
});

describe("the map of addresses", () => {
  test("has names, IPv4 and IPv6, each with a port", () => {
    const map = "172.18.0.2:6379=redis-1.example:7001, [fd00::2]:6379=[::1]:7002,node-3:1=127.0.0.1:2";
    const { config } = loadConfig({
      ...QUICK,
      RAMZ_STORE: "redis+cluster://h:1",
      RAMZ_REDIS_ADDRESS_MAP: map,
    });
    expect(config.store).toMatchObject({
      addressMap: {
        "172.18.0.2:6379": { host: "redis-1.example", port: 7001 },
        "fd00::2:6379": { host: "::1", port: 7002 },
        "node-3:1": { host: "127.0.0.1", port: 2 },
      },
    });
  });

  test.each(["172.18.0.2:6379", "a:1=b", "a=b:1", "a:1=b:2=c:3", "a:1=b:99999", "=b:1", "a:0=b:1"])(
    "is refused when an entry is %p",
    (entry) => {
      expect(problemsWith(entry)).toEqual([
        expect.stringContaining(`RAMZ_REDIS_ADDRESS_MAP: "${entry}" is not valid. Write the announced`),
      ]);
    },
  );

  test("is refused for one server, which announces nothing", () => {
    expect(problemsWith("a:1=b:2", "redis://h")).toEqual([expect.stringContaining("Remove the map")]);
    expect(problemsWith("a:1=b:2", "redis+sentinel://h/mymaster")).toEqual([]);
  });
});
