/**
 * better-auth with its phone-number plugin, as its documentation sets it up on Bun: codes in Redis as the secondary storage,
 * users in bun:sqlite (in memory, with the index that its migration makes; its memory adapter would scan all users), its own
 * handler under Bun.serve. Its rate limits are off, its log is off, its provider takes every message at once.
 */
import { Database } from "bun:sqlite";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { phoneNumber } from "better-auth/plugins";
import { Redis } from "ioredis";
import { atOnce } from "./at-once.ts";
import type { Api } from "./requests.ts";
import type { Subject, SubjectOptions, Target } from "./subject-api.ts";

const CONSUME = "/consume";

/** As its clients call it, without a session: Ramz opens none either. */
export const BETTER_AUTH: Api = {
  status: { started: 200, right: 200, wrong: 400 },
  start: (to) => ["/api/auth/phone-number/send-otp", { phoneNumber: to }],
  check: (id, code) => ["/api/auth/phone-number/verify", { phoneNumber: id, code, disableSession: true }],
};

/** Its minimum for a code: the server-side call that consumes it, without a user or a session, behind a bare route. */
export const BETTER_AUTH_CONSUME: Api = {
  ...BETTER_AUTH,
  check: (id, code) => [CONSUME, { phoneNumber: id, code }],
};

export async function openBetterAuth({ store }: SubjectOptions): Promise<Subject> {
  let codes: Map<string, string> | null = null;
  const plugin = phoneNumber({
    sendOTP: ({ phoneNumber: to, code }) => void codes?.set(to, code),
    // As many guesses as Ramz allows.
    allowedAttempts: 5,
    signUpOnVerification: { getTempEmail: (to) => `${to}@phone.invalid` },
  });
  const options = { ...optionsOver(store), plugins: [plugin] };
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  const auth = betterAuth(options);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      [CONSUME]: async (request) =>
        Response.json(await auth.api.consumePhoneNumberOTP({ body: JSON.parse(await request.text()) })),
    },
    fetch: (request) => auth.handler(request),
  });
  let numbers = 0;

  return {
    port: server.port ?? 0,
    async prepare(count) {
      const sent = (codes = new Map<string, string>());
      let left = count;
      await atOnce(
        () => left-- > 0,
        async () => {
          const to = `090${String(numbers++).padStart(8, "0")}`;
          await auth.api.sendPhoneNumberOTP({ body: { phoneNumber: to } });
        },
      );
      codes = null;
      return [...sent].map(([id, code]): Target => ({ id, code }));
    },
  };
}

function optionsOver(url: string) {
  const redis = new Redis(url, { enableAutoPipelining: true });
  return {
    baseURL: "http://localhost",
    secret: "a-secret-for-the-benchmark-and-nothing-else",
    database: new Database(":memory:"),
    rateLimit: { enabled: false },
    logger: { disabled: true },
    secondaryStorage: {
      get: (key) => redis.get(key),
      getAndDelete: (key) => redis.getdel(key),
      set: (key, value, ttl) =>
        ttl === undefined ? redis.set(key, value) : redis.set(key, value, "EX", ttl),
      delete: async (key) => void (await redis.del(key)),
      // Only its rate limits count, and they are off.
      increment: async (key) => redis.incr(key),
    },
  } satisfies BetterAuthOptions;
}
