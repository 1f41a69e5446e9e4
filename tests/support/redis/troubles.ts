/** Ways in which a Redis takes no writes, and how each is made good. */
import { type Server, startServer, until } from "./server.ts";

const WITHIN_MS = 10_000;

export interface Trouble extends AsyncDisposable {
  /** What goes into RAMZ_STORE. */
  readonly url: string;
  /** When this is done, it takes no writes. */
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** Dead, and started again with nothing: it keeps nothing on disk. */
export async function killed(): Promise<Trouble> {
  const server = await startServer();
  return { ...server, begin: server.kill, end: server.start };
}

/** At maxmemory, and told to drop nothing for it. */
export async function full(): Promise<Trouble> {
  const server = await startServer({ settings: { "maxmemory-policy": "noeviction" } });
  const allow = async (bytes: number) => void (await server.redis.config("SET", "maxmemory", bytes));
  return { ...server, begin: () => allow(1), end: () => allow(0) };
}

/** Asks for a replica, and its only one dies. */
export function withoutReplica(): Promise<Trouble> {
  return replicated(
    (replica) => replica.kill(),
    (replica) => replica.start(),
  );
}

/** Asks for a replica, and is cut off: the connection to its only one stays open and nothing comes back on it. */
export function cutOff(): Promise<Trouble> {
  return replicated(
    async (replica) => replica.pause(),
    async (replica) => replica.resume(),
  );
}

type Deed = (replica: Server) => Promise<void>;

async function replicated(begin: Deed, end: Deed): Promise<Trouble> {
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

/** By the answer to a write. */
function takesWrites({ redis }: Server): Promise<boolean> {
  return redis.set("a write", "", "PX", 1).then(
    () => true,
    () => false,
  );
}
