/**
 * Ramz over HTTP on a real store, with its default limits. The test can put its clock forward, and its provider accepts every message and
 * shows it to the test.
 */
import { join } from "node:path";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../domain/delivery/provider.ts";
import { createShiftedClock, serving, type ShiftedClock } from "../e2e/chain/serving.ts";
import { type Api, apiAt, freshNumber, type HeaderList, verificationIn } from "../support/http.ts";
import type { Env } from "../support/process.ts";
import { SECRET } from "./secret.ts";
import { type Ground, openGround, type StoreKind } from "./ground.ts";

export interface StageOptions {
  /** The configuration file. */
  readonly toml?: string;
  /** The provider's answer; by default it accepts every message. */
  readonly deliver?: (message: DeliveryMessage) => Promise<DeliveryResult>;
  /** Uses the configured chain instead of the provider that shows its messages. */
  readonly realChain?: boolean;
}

export interface Started {
  readonly to: string;
  readonly id: string;
  readonly code: string;
}

export interface Stage extends AsyncDisposable {
  readonly api: Api;
  readonly clock: ShiftedClock;
  /** Every message that the provider got, oldest first. */
  readonly sent: readonly DeliveryMessage[];
  contents: Ground["contents"];
  /** The newest code for this number. */
  codeFor(to: string): string;
  /** Begins a verification. `further` goes into the body. */
  started(further?: object, headers?: HeaderList): Promise<Started>;
}

/** Serves on a store that outlives it. */
export async function openStageOn(ground: Ground, env: Env = {}, options: StageOptions = {}): Promise<Stage> {
  const { toml, deliver = async () => ({ outcome: "accepted" }), realChain = false } = options;
  const clock = createShiftedClock();
  const sent: DeliveryMessage[] = [];
  const provider: Provider = {
    name: "stage",
    account: "stage",
    channels: ["sms", "call"],
    explain: () => null,
    deliver(message) {
      sent.push(message);
      return deliver(message);
    },
  };
  if (toml !== undefined) ground.folder.write("ramz.toml", toml);
  const settings = {
    RAMZ_SECRET: SECRET,
    // Not the console, which switches limits off.
    RAMZ_PROVIDERS: "./stage.ts",
    // The default; `serving` switches it off for other tests.
    RAMZ_GUARD: "enforce",
    ...(toml !== undefined && { RAMZ_CONFIG: join(ground.folder.path, "ramz.toml") }),
    ...ground.env,
    ...env,
  };
  const chain = realChain ? {} : { providers: [provider] };
  const { api: served, [Symbol.asyncDispose]: stop } = await serving(settings, { clock, ...chain });
  // Many servers run in this process one after the other; no request may reuse a connection of an earlier one.
  const api = apiAt(served.url, { keepalive: false });
  const codeFor = (to: string) => sent.findLast(({ recipient }) => recipient === to)?.code ?? "none";
  return {
    api,
    clock,
    sent,
    contents: ground.contents,
    codeFor,
    async started(further = {}, headers = {}) {
      const to = freshNumber();
      const { id } = verificationIn(await api.post("/v1/verifications", { to, ...further }, headers));
      return { to, id, code: codeFor(to) };
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Serves on a store of its own. */
export async function openStage(kind: StoreKind, env: Env = {}, options: StageOptions = {}): Promise<Stage> {
  const ground = await openGround(kind);
  const stage = await openStageOn(ground, env, options);
  return {
    ...stage,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      ground[Symbol.dispose]();
    },
  };
}

/** No limits across recipients, for tests about something else. */
export const ROOMY: Env = {
  RAMZ_GUARD: "off",
  RAMZ_IP_SENDS_PER_HOUR: "1000000",
  RAMZ_MESSAGES_PER_DAY: "1000000",
};

/** For end users at any address: the test writes X-Forwarded-For as a trusted proxy does. */
export const BEHIND_PROXY: Env = { RAMZ_TRUSTED_PROXIES: "127.0.0.1" };

export function from(address: string): HeaderList {
  return { "x-forwarded-for": address };
}
