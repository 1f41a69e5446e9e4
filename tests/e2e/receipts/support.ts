/** Ramz with receipts, over real HTTP, beside a simulated vendor. Time can be put forward, so that no test waits for a poll. */
import { join } from "node:path";
import { type Ramz } from "../../../app/composition/compose.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { listen } from "../../../app/http/server.ts";
import type { Log } from "../../../adapters/telemetry/log/log.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { type Env, tempFolder } from "../../support/process.ts";
import { composeHere } from "../../support/serving.ts";

export const SECRET = "a-secret-of-thirty-two-characters-or-more";
export const PUBLIC_URL = "https://otp.example.com";

export interface ReceiptServing extends AsyncDisposable {
  readonly origin: string;
  readonly ramz: Ramz;
  /** Everything that was logged, as JSON. */
  readonly logged: string[];
  /** The path of the provider's address for receipts. */
  pathOf(provider: string): Promise<string>;
  /** Reads the configuration again, with these settings over those of the start. */
  reload(env: Env): Promise<void>;
  /** Lets time pass at once. */
  pass(ms: number): void;
  start(to?: string): Promise<Body>;
  read(id: string): Promise<Body>;
  /** Reads until the newest attempt has a receipt. */
  receiptOf(id: string): Promise<unknown>;
}

export type Body = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly status: string;
  readonly attempts: readonly Readonly<Record<string, unknown>>[];
};

export async function serveReceipts(env: Env): Promise<ReceiptServing> {
  const folder = tempFolder();
  const logged: string[] = [];
  let aheadMs = 0;
  const log: Log = (level, message, fields) =>
    void logged.push(JSON.stringify({ level, message, ...fields }));
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const settings = {
    RAMZ_STORE: `sqlite:${join(folder.path, "ramz.db")}`,
    RAMZ_SECRET: SECRET,
    RAMZ_AUTH: "none",
    RAMZ_RECEIPTS: "true",
    OTP_RESEND_WAIT_TIME: "0",
    ...env,
  };
  const ramz = await composeHere(settings, { clock, log });
  const listening = listen(ramz, { host: "127.0.0.1", port: 0 });
  const { origin } = listening.url;
  const json = async (path: string, init?: RequestInit): Promise<Body> =>
    bodyIn(await fetch(`${origin}${path}`, init));
  const read = (id: string) => json(`/v1/verifications/${id}`);
  return {
    origin,
    ramz,
    logged,
    pass: (ms) => void (aheadMs += ms),
    async reload(changed) {
      const composed = await ramz.recompose(loadConfig({ ...settings, ...changed }).config);
      if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
      listening.serve(composed.ramz);
    },
    async pathOf(provider) {
      const tool = ramz.providers.find(({ name }) => name === provider)?.tools["receipts"];
      const report = await tool?.run(Date.now() + 1_000);
      const address = report?.kind === "report" ? report.rows[0]?.["address"] : undefined;
      if (typeof address !== "string") throw new Error(`${provider} has no address for receipts`);
      return address.replace(/^https?:\/\/[^/]+/, "");
    },
    start: (to = "09121234567") =>
      json("/v1/verifications", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ to }),
      }),
    read,
    async receiptOf(id) {
      for (let tries = 0; tries < 100; tries++) {
        const receipt = (await read(id)).attempts.at(-1)?.["receipt"];
        if (receipt !== undefined) return receipt;
        await Bun.sleep(50);
      }
      throw new Error("no receipt came");
    },
    async [Symbol.asyncDispose]() {
      await listening.stop();
      await ramz.close();
      folder[Symbol.dispose]();
    },
  };
}

async function bodyIn(response: Response): Promise<Body> {
  // Each test asserts what it needs of it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the line above
  return (await response.json()) as Body;
}

/** Calls an address as a vendor would. */
export function call(
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), headers });
}
