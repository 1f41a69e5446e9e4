/** Ways in which a Redis takes no writes, and how each ends. */
import { type Server, startServer, until } from "./server.ts";

const WITHIN_MS = 10_000;

export interface Outage extends AsyncDisposable {
  /** The value for RAMZ_STORE. */
  readonly url: string;
  /** It takes no writes once this has resolved. */
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** Killed, and started again empty: it keeps nothing on disk. */
export async function killed(): Promise<Outage> {
  const server = await startServer();
  return { ...server, begin: server.kill, end: server.start };
}

/** At maxmemory, with the policy to evict nothing. */
export async function full(): Promise<Outage> {
  const server = await startServer({ settings: { "maxmemory-policy": "noeviction" } });
  const allow = async (bytes: number) => void (await server.redis.config("SET", "maxmemory", bytes));
  return { ...server, begin: () => allow(1), end: () => allow(0) };
}

/** Requires a replica, and its only one is killed. */
export function withoutReplica(): Promise<Outage> {
  return replicated(
    (replica) => replica.kill(),
    (replica) => replica.start(),
  );
}

/** Requires a replica, and is cut off from it: the connection stays open without replies. */
export function cutOff(): Promise<Outage> {
  return replicated(
    async (replica) => replica.pause(),
    async (replica) => replica.resume(),
  );
}

type Deed = (replica: Server) => Promise<void>;

async function replicated(begin: Deed, end: Deed): Promise<Outage> {
  await using starting = new AsyncDisposableStack();
  const asks = { "min-replicas-to-write": 1, "min-replicas-max-lag": 1 };
  const primary = starting.use(await startServer({ settings: asks }));
  const replica = starting.use(await startServer({ settings: { replicaof: `127.0.0.1 ${primary.port}` } }));
  await until("it takes writes", () => takesWrites(primary), WITHIN_MS);
  const running = starting.move();
  return {
    url: primary.url,
    async begin() {
      await begin(replica);
      await until("it takes no writes", async () => !(await takesWrites(primary)), WITHIN_MS);
    },
    end: () => end(replica),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Tries a write. */
function takesWrites({ redis }: Server): Promise<boolean> {
  return redis.set("a write", "", "PX", 1).then(
    () => true,
    () => false,
  );
}
