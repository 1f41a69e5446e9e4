/** Two processes over one Redis: what is ordered at one is obeyed by the other within two seconds, and each knows of the other. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import { startServer, until } from "../../../support/redis/server.ts";
import { serveHere } from "../../../support/serving.ts";
import { tempFolder } from "../../../support/process.ts";
import { openConsole, ORIGIN, SARA, signedIn } from "./operator.ts";

const OBEYED_WITHIN_MS = 2_000;
/** Notes of processes are written every ten seconds. */
const KNOWN_WITHIN_MS = 15_000;

const provider = (name: string): Provider => ({
  name,
  account: name,
  channels: ["sms"],
  explain: () => null,
  deliver: async () => ({ outcome: "accepted" }),
});

const stateWith = (first: string) => ({ providers: { first, second: "able" } });

test("a rest and a wake at one are obeyed by the other, and the page shows both", async () => {
  await using redis = await startServer();
  using folder = tempFolder();
  folder.write(
    "ramz.toml",
    `[admin]\norigin = "${ORIGIN}"\nkeys = [{ name = "sara", hash = "${SARA.hash}" }]`,
  );
  const env = {
    RAMZ_STORE: `redis://127.0.0.1:${redis.port}`,
    RAMZ_SECRET: "a-secret-of-thirty-two-characters!",
    OTP_RESEND_WAIT_TIME: "0",
  };
  const providers = [provider("first"), provider("second")];
  await using here = await openConsole({ env, providers });
  await using there = await serveHere({ ...env, RAMZ_CONFIG: join(folder.path, "ramz.toml") }, { providers });
  const sara = await signedIn(here.api);
  const readyThere = async () => (await there.api.get("/readyz")).body;

  await sara.post("/admin/health/rest", { provider: "first", hours: "1" });
  await until(
    "the other rests it",
    async () => Bun.deepMatch(stateWith("resting"), await readyThere()),
    OBEYED_WITHIN_MS,
  );
  const sent = await there.api.post("/v1/verifications", { to: "09121234567" });
  expect(sent.body).toMatchObject({ provider: "second", attempts: [{ reason: "operator_rest" }, {}] });

  await sara.post("/admin/health/wake", { provider: "first" });
  await until(
    "the other wakes it",
    async () => Bun.deepMatch(stateWith("able"), await readyThere()),
    OBEYED_WITHIN_MS,
  );
  const page = async () => (await sara.get("/admin/health")).text.match(/id="process-\w+"/g)?.length;
  await until("the page shows both", async () => (await page()) === 2, KNOWN_WITHIN_MS);
}, 30_000);
