/**
 * Known secrets, which are a vendor's key, a service secret, a key of an app and codes of ten digits, go through everything that can
 * happen in a real process. Returns every byte that came out of it.
 */
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { noting, storeBytes } from "../e2e/chain/canary-places.ts";
import { BLABBERMOUTH, type CanaryRun, runStory } from "../e2e/chain/canary-story.ts";
import { BOTH, KEY, vendorEnv } from "../e2e/chain/serving.ts";
import { line, plainTestKey, testKey } from "../app/access/app-keys.ts";
import { bodyFor, hand, HOOK, SECRET as HOOK_SECRET, signed } from "../app/http/hooks/supabase-signer.ts";
import { type Api, freshNumber } from "../support/http.ts";
import { basic, postForm, SERVICE_PATH } from "../support/twilio.ts";
import { type Env, type Folder, startRamz, STORE_FILE } from "../support/process.ts";
import { single } from "../support/redis/setups.ts";
import { withHeaders } from "../support/with-headers.ts";
import { startCollector } from "../adapters/telemetry/sdk/collector.ts";
import { startReceiver } from "../adapters/telemetry/sdk/receiver.ts";
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

export interface Flight extends CanaryRun {
  readonly secrets: readonly string[];
  /** The output, by the place where it appeared. */
  readonly outputs: Readonly<Record<(typeof PLACES)[number], string>>;
  /** URLs in the spans of calls to the vendor. */
  readonly urls: readonly string[];
  /** HTTP methods of the calls to the vendor. */
  readonly verbs: readonly string[];
}

const SECRET = "canary/secret+0123456789abcdefghijklmnopqrstuvwxyz";

export async function fly(store: StoreKind): Promise<Flight> {
  using ground = await openGround(store);
  // One run has the bytes of OTLP in JSON, the other what a receiver decoded from OTLP over gRPC.
  await using collector = store === "SQLite" ? startCollector() : await startReceiver("grpc");
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  const own = testKey();
  const plain = plainTestKey();
  const { KAVENEGAR_API_KEY = "", ...vendor } = vendorEnv(simulator, `${BOTH},./blabbermouth.ts`);
  const secrets = { KAVENEGAR_API_KEY, RAMZ_SECRET: SECRET };
  ground.folder.write("blabbermouth.ts", BLABBERMOUTH);
  ground.folder.write(
    "ramz.toml",
    `[apps.shop]\nkeys = [${line(own, ["admin"], ", own_code = true")}, ${line(plain, ["admin"])}]\n${HOOK}${TEXT_HOOK}`,
  );
  await using ramz = await startRamz(
    {
      ...ROOMY,
      ...vendor,
      // Secrets come in both ways.
      ...(store === "SQLite" ? mounted(secrets, ground.folder) : secrets),
      ...ground.env,
      RAMZ_CONFIG: "ramz.toml",
      OTP_CODE_LENGTH: "10",
      HOST: "127.0.0.1",
      NODE_ENV: "production",
      OTP_ATTEMPT_TIMEOUT_MS: "200",
      OTP_CHAIN_DEADLINE_MS: "1000",
      RAMZ_COMPAT_PRELUDE: "true",
      RAMZ_COMPAT_TWILIO: "true",
      ...collector.env,
    },
    ground.folder,
  );
  const replies: string[] = [];
  await using watched = await commandsOf(store, ground.env["RAMZ_STORE_PREFIX"]);
  const api = withHeaders(noting(ramz.api, replies), own.headers);
  // Before any breaker opens.
  await api.post("/v1/verifications", { to: freshNumber() });
  const verbs = simulator.calls.map(({ verb }) => verb);
  const run = await runStory(api, simulator);
  await carryCanaries(api);
  await askPrelude(api);
  await handToHooks(noting(ramz.api, replies));
  await askTwilio(api, own.key);
  await showKey(noting(ramz.api, replies), plain.key);
  // Callers without a key.
  for (const to of run.numbers) await noting(ramz.api, replies).post("/v1/verifications", { to });
  const metrics = (await ramz.api.get("/metrics")).text;
  const rows = [...(await ground.contents()), storeBytes(ground.folder)].join("\n");
  if (store === "SQLite") await loseStore(ground.folder, api, run.numbers[0]);
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
  const codes = new Set([...run.codes, ...CARRIED]);
  return {
    ...run,
    codes,
    secrets: [KEY, SECRET, own.key, plain.key, HOOK_KEY, TEXT_SECRET],
    outputs,
    urls,
    verbs,
  };
}

const CARRIED = ["7310482965", "8209314756", "9148203657"];

/** Codes of the caller's own, well and badly formed, twice under one key, and reported. */
async function carryCanaries(api: Api): Promise<void> {
  for (const code of CARRIED) {
    const to = freshNumber();
    const key = { "idempotency-key": `carry ${to}`.replace(" ", "-") };
    const reply = await api.post("/v1/deliveries", { to, code }, key);
    await api.post("/v1/deliveries", { to, code }, key);
    await api.post("/v1/deliveries", { to, code: `${code}1` });
    const { id } = Object(Object(reply.body).delivery ?? reply.body);
    await api.post(`/v1/deliveries/${id}/outcome`, { used: true });
    await api.post(`/v1/deliveries/${code}/outcome`, { used: true });
    await api.get(`/v1/deliveries/${id}`);
  }
}

const TEXT_SECRET = "canary-hook+secret/of-enough-length=";
const TEXT_HOOK = `[apps.shop.hooks.text]\nsecrets = ["${TEXT_SECRET}"]\nto = "to"\ntext = "text"\n`;
/** The key in the secret of Supabase's hook. */
const HOOK_KEY = HOOK_SECRET.replace("v1,whsec_", "");

/** Codes of log-in servers, in fields and in texts, proven and not, repeated, and where none can be read. */
async function handToHooks(api: Api): Promise<void> {
  for (const code of CARRIED) {
    const body = bodyFor(freshNumber(), code);
    const stranger = bodyFor("+1", code);
    for (const text of [
      body,
      body,
      stranger,
      `${body.slice(0, -1)},"sms":{"otp":["${code}"]}}`,
      body.slice(1),
    ]) {
      await hand(api, text);
      await hand(api, text, signed(body, { at: new Date(0) }));
    }
    const bearer = { authorization: `Bearer ${TEXT_SECRET}` };
    const texts = [
      `Your code is ${code}.`,
      `${code} or 4938172650`,
      `Code: ${code}\n\n@shop.example #${code}`,
      code,
    ];
    for (const text of texts) {
      const message = { to: freshNumber(), text };
      await api.post("/hooks/shop/text", message, bearer);
      await api.post("/hooks/shop/text", { ...message, to: code }, bearer);
      await api.post("/hooks/shop/text", message, { authorization: `Bearer ${TEXT_SECRET}1` });
    }
    await api.post(`/hooks/shop/${code}`, {}, bearer);
  }
}

/** Codes where Prelude's clients put them, rightly and wrongly. */
async function askPrelude(api: Api): Promise<void> {
  const path = "/compat/prelude/v2/verification";
  for (const code of CARRIED) {
    const target = { type: "phone_number", value: freshNumber() };
    await api.post(path, { target, options: { custom_code: code } });
    await api.post(path, { target });
    await api.post(`${path}/check`, { target, code });
    await api.post(`${path}/check`, { target, code: [code] });
    await api.post(`${path}/${code}`, { target, code });
  }
}

/** The same for Twilio's clients. A code of the caller's own is carried, reported, and checked by mistake. */
async function askTwilio(api: Api, key: string): Promise<void> {
  const path = `${SERVICE_PATH}/Verifications`;
  const post = (where: string, fields: object) => postForm(api, where, { ...fields }, basic(key));
  for (const code of CARRIED) {
    const To = freshNumber();
    const { body } = await post(path, { To, Channel: "sms", CustomCode: code });
    const { sid } = Object(body);
    await post(path, { To: freshNumber(), Channel: "call", CustomCode: `${code}1` });
    await post(path, { To: freshNumber(), Channel: code });
    for (const target of [{ To }, { VerificationSid: sid }, { VerificationSid: code }, { To: code }])
      await post(`${SERVICE_PATH}/VerificationCheck`, { Code: code, ...target });
    await post(`${path}/${sid}`, { Status: code });
    await post(`${path}/${sid}`, { Status: "approved" });
    await api.get(`${path}/${code}`, basic(key));
    await api.get(`${path}/${sid}`, basic(key));
  }
}

/** A key where it belongs, and where a caller puts it by mistake. */
async function showKey(api: Api, key: string): Promise<void> {
  const to = freshNumber();
  for (const authorization of [`Bearer ${key}`, `Basic ${btoa(`user:${key}`)}`, key])
    await api.post("/v1/verifications", { to }, { authorization });
  await api.get(`/v1/verifications/${key}`, { authorization: `Bearer ${key}`, "x-api-key": key });
}

/** The same secrets as files in the folder. */
export function mounted(secrets: Env, folder: Folder): Env {
  const files = Object.entries(secrets).map(([name, secret]) => {
    folder.write(name, `${secret}\n`);
    return [`${name}_FILE`, name];
  });
  return Object.fromEntries(files);
}

/** A lost table is an error of the store, whose text must not contain a secret. */
async function loseStore({ path }: Folder, api: Api, to: string | undefined): Promise<void> {
  using database = new Database(join(path, STORE_FILE));
  database.run("DROP TABLE ledgers");
  await api.post("/v1/verifications", { to });
}

/** All commands with this prefix that Redis gets (MONITOR). SQLite keeps its commands in its files. */
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
