/** The four ways to run Redis, each started once per test process and shared by all tests that ask for it. */
import { certificate } from "./certificate.ts";
import { startCluster } from "./cluster.ts";
import { startSentinels } from "./sentinels.ts";
import { type Server, startServer } from "./server.ts";
import type { Setup } from "./setup.ts";

/** A function that starts something at the first call and returns the same from then on. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => (started ??= start());
}

export const single: () => Promise<Setup> = once(async () => {
  const server = await startServer();
  return alone(server, server.url);
});

/** The minimum an ACL user needs, as in how-to/use-redis. */
export const RIGHTS =
  "~ramz* +get +getex +getrange +set +del +hgetall +hmget +hset +hincrby +hdel +pexpire +eval +evalsha +wait +ping +info +client|setname";
export const USER = "ramz";
export const PASSWORD = "p@ss/w:rd%";

/** TLS only, the default user switched off. */
export const tls: () => Promise<Setup> = once(async () => {
  const { ca, certFile, keyFile } = await certificate();
  const files = { "tls-cert-file": certFile, "tls-key-file": keyFile, "tls-ca-cert-file": certFile };
  const server = await startServer({
    settings: { "tls-auth-clients": "no", ...files },
    file: ["user default off", `user ${USER} on >${PASSWORD} ${RIGHTS}`, "user tests on >tests ~* &* +@all"],
    client: { tls: { ca }, username: "tests", password: "tests" },
  });
  const user = `${USER}:${encodeURIComponent(PASSWORD)}`;
  return alone(server, `rediss://${user}@127.0.0.1:${server.port}?ca=${encodeURIComponent(certFile)}`);
});

function alone(server: Server, url: string): Setup {
  const { [Symbol.asyncDispose]: dispose } = server;
  return { url, servers: [server], primaryOf: async () => server, [Symbol.asyncDispose]: dispose };
}

/** Long enough that a server which a test pauses for a moment does not count as down. */
const PATIENT_MS = 10_000;

export const sentinels: () => Promise<Setup> = once(() => startSentinels(PATIENT_MS));
export const cluster: () => Promise<Setup> = once(() => startCluster(PATIENT_MS));
