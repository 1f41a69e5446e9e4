/**
 * Known canaries, a vendor's key, a service secret, a key of an app, and codes of ten digits that cannot occur by chance, on a way
 * through everything that can happen, on a real process; and every byte that came out of it.
 */
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { noting, storeBytes } from "../e2e/chain/canary-places.ts";
import { BLABBERMOUTH, type Told, tellEverything } from "../e2e/chain/canary-story.ts";
import { BOTH, KEY, vendorEnv } from "../e2e/chain/serving.ts";
import { line, testKey } from "../app/access/app-keys.ts";
import { type Api, freshNumber } from "../support/http.ts";
import { type Folder, startRamz, STORE_FILE } from "../support/process.ts";
import { single } from "../support/redis/setups.ts";
import { withHeaders } from "../support/with-headers.ts";
import { startCollector } from "../adapters/telemetry/sdk/collector.ts";
import { openGround, type StoreKind } from "./ground.ts";
import { ROOMY } from "./stage.ts";

export const PLACES = [
  "replies",
  "log",
  "spans and metrics",
  "/metrics",
  "store",
  "commands to the store",
] as const;

export interface Flight extends Told {
  readonly secrets: readonly string[];
  /** What came out, by the place where it did. */
  readonly outputs: Readonly<Record<(typeof PLACES)[number], string>>;
  /** The parts of URLs that spans of calls to the vendor tell. */
  readonly urls: readonly string[];
  /** The methods the vendor was called with. */
  readonly verbs: readonly string[];
}

const SECRET = "canary/secret+0123456789abcdefghijklmnopqrstuvwxyz";

export async function fly(store: StoreKind): Promise<Flight> {
  using ground = await openGround(store);
  await using collector = startCollector();
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  const own = testKey();
  ground.folder.write("blabbermouth.ts", BLABBERMOUTH);
  ground.folder.write("ramz.toml", `[apps.shop]\nkeys = [${line(own, ["admin"])}]`);
  await using ramz = await startRamz(
    {
      ...ROOMY,
      ...vendorEnv(simulator, `${BOTH},./blabbermouth.ts`),
      ...ground.env,
      RAMZ_CONFIG: "ramz.toml",
      RAMZ_SECRET: SECRET,
      OTP_CODE_LENGTH: "10",
      HOST: "127.0.0.1",
      NODE_ENV: "production",
      OTP_ATTEMPT_TIMEOUT_MS: "200",
      OTP_CHAIN_DEADLINE_MS: "1000",
      ...collector.env,
    },
    ground.folder,
  );
  const replies: string[] = [];
  await using watched = await commandsOf(store, ground.env["RAMZ_STORE_PREFIX"]);
  const api = withHeaders(noting(ramz.api, replies), own.headers);
  // While no breaker is open yet.
  await api.post("/v1/verifications", { to: freshNumber() });
  const verbs = simulator.calls.map(({ verb }) => verb);
  const told = await tellEverything(api, simulator);
  // Whoever has no key, and what is no request.
  for (const to of told.numbers) await noting(ramz.api, replies).post("/v1/verifications", { to });
  const metrics = (await ramz.api.get("/metrics")).text;
  const rows = [...(await ground.contents()), storeBytes(ground.folder)].join("\n");
  if (store === "SQLite") await loseStore(ground.folder, api, told.numbers[0]);
  ramz.signal("SIGTERM");
  await ramz.exited;
  await simulator.stop();
  const spans = collector.everything();
  const outputs = {
    replies: replies.join("\n"),
    log: ramz.printed(),
    "spans and metrics": spans,
    "/metrics": metrics,
    store: rows,
    "commands to the store": watched.seen(),
  };
  const urls = [...spans.matchAll(/https?:[^"\s]+\/v1\/[^"\s]+/g)].map(([url]) => url);
  return { ...told, secrets: [KEY, SECRET, own.key], outputs, urls, verbs };
}

/** What cannot be read any more is an error, which says what it knows. */
async function loseStore({ path }: Folder, api: Api, to: string | undefined): Promise<void> {
  using database = new Database(join(path, STORE_FILE));
  database.run("DROP TABLE ledgers");
  await api.post("/v1/verifications", { to });
}

/** Everything Redis is asked (MONITOR), of this prefix; SQLite's commands are in its files. */
async function commandsOf(store: StoreKind, prefix = "") {
  if (store === "SQLite") return { seen: () => "", async [Symbol.asyncDispose]() {} };
  const { servers } = await single();
  const monitor = await servers[0].redis.monitor();
  const commands: string[] = [];
  monitor.on("monitor", (_time: unknown, args: readonly string[]) => {
    if (args.some((arg) => arg.startsWith(prefix))) commands.push(args.join(" "));
  });
  return {
    seen: () => commands.join("\n"),
    async [Symbol.asyncDispose]() {
      monitor.disconnect();
    },
  };
}
