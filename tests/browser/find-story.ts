/** A console as after a busy morning: a message that fell back and arrived, an approved code, one that no provider took, a carried one. */
import { join } from "node:path";
import { receiptWords } from "../../adapters/system/receipt-words.ts";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/http/server.ts";
import { line, testKey } from "../app/access/app-keys.ts";
import { createShiftedClock, KEY, type ShiftedClock, vendorEnv } from "../e2e/chain/serving.ts";
import { type Api, apiAt, eventually, verificationIn } from "../support/http.ts";
import { closedPort } from "../support/ports.ts";
import { tempFolder } from "../support/process.ts";
import { composeHere } from "../support/serving.ts";

const MINUTE_MS = 60_000;
const SECRET = "the-console-of-the-tests-has-a-secret-of-enough-length";

export interface FindStory extends AsyncDisposable {
  readonly url: string;
  /** The API of the app. */
  readonly api: Api;
  readonly clock: ShiftedClock;
  /** The operator's key. */
  readonly key: string;
  /** Numbers with what happened to them, and the ids of their verifications. */
  readonly fellBack: Told;
  readonly approved: Told;
  readonly undelivered: Told;
  /** Lines of the log. */
  readonly log: readonly string[];
}

interface Told {
  readonly to: string;
  readonly id: string;
}

export async function startFindStory(): Promise<FindStory> {
  const vendor = await startKavenegarSimulator({ keys: [KEY] });
  const [operator, app] = [testKey(), testKey()];
  const port = await closedPort();
  const url = `http://127.0.0.1:${port}`;
  const folder = tempFolder();
  folder.write(
    "ramz.toml",
    `[admin]
origin = "${url}"
trace_url = "https://jaeger.example.com/trace/{trace_id}"
keys = [{ name = "sara", hash = "${operator.hash}" }]
[apps.shop]
keys = [${line(app, ["admin"])}]`,
  );
  const env = {
    ...vendorEnv(vendor),
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
    RAMZ_STORE: "sqlite::memory:",
    RAMZ_SECRET: SECRET,
    RAMZ_GUARD: "off",
    RAMZ_RECEIPTS: "true",
    // The page of a verification then has the link for its user.
    RAMZ_PUBLIC_URL: url,
  };
  const clock = createShiftedClock();
  const log: string[] = [];
  const ramz = await composeHere(env, { clock, log: (...one) => void log.push(JSON.stringify(one)) });
  const listening = listen(ramz, { host: "127.0.0.1", port, ...loadConfig(env).config.http });
  const api = apiAt(url, { headers: app.headers });
  const send = async (to: string, purpose = "login"): Promise<Told> => {
    const reply = await api.post("/v1/verifications", { to, purpose }, app.headers);
    const { id } =
      reply.status < 300
        ? verificationIn(reply)
        : verificationIn({ ...reply, body: Reflect.get(Object(reply.body), "verification") });
    return { to, id };
  };

  clock.forward(-14 * MINUTE_MS);
  const approved = await send("+989123456789");
  const code = vendor.outbox.at(-1)?.code;
  await api.post(`/v1/verifications/${approved.id}/checks`, { code }, app.headers);
  clock.forward(4 * MINUTE_MS);
  vendor.behave("verify/lookup", { kind: "refuse", code: 424 });
  const fellBack = await send("+989351204477", "order");
  await arrived();
  clock.forward(2 * MINUTE_MS);
  vendor.behave("sms/send", { kind: "refuse", code: 412 });
  const undelivered = await send("+989197730216");
  clock.forward(MINUTE_MS);

  /** The vendor reports that its newest message arrived. */
  async function arrived(): Promise<void> {
    const messageid = vendor.outbox.at(-1)?.messageId ?? "";
    vendor.report(messageid, 10);
    clock.forward(4_000);
    const [word] = receiptWords([SECRET], "kavenegar/sms");
    const body = new URLSearchParams({ messageid });
    await fetch(`${url}/v1/receipts/kavenegar-sms/${word}`, { method: "POST", body });
    await eventually(
      async () => (await api.get(`/v1/verifications/${fellBack.id}`, app.headers)).text,
      (text) => text.includes('"delivered"'),
    );
  }

  return {
    url,
    api,
    clock,
    key: operator.key,
    fellBack,
    approved,
    undelivered,
    log,
    async [Symbol.asyncDispose]() {
      await listening.stop();
      await ramz.close();
      await vendor.stop();
      folder[Symbol.dispose]();
    },
  };
}
