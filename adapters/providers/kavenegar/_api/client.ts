/**
 * Speaks to Kavenegar. The operations are the `kavenegar` package's, the transport is not: version 2.0.2 posts key and code over
 * plain HTTP to port 80, without a time-out, and loses the reason of an error. Its one `request` function is replaced here.
 */
import { createHash } from "node:crypto";
import { Type } from "@sinclair/typebox";
import { KavenegarApi, type kavenegar } from "kavenegar";
import { exchange, type HttpCall } from "../../_kit/http-exchange.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { checkedBaseUrl } from "./base-url.ts";
import type { Finding } from "./message-statuses.ts";
import type { EpochMs } from "../../../../domain/time.ts";

export const CONNECTION_OPTIONS = {
  apiKey: Type.String({
    pattern: "^\\S+$",
    description: "The account's API key, from https://panel.kavenegar.com/client/setting/account.",
  }),
  baseUrl: Type.String({
    default: "https://api.kavenegar.com",
    description: "Where the API is. Must be https; http only for this machine itself, e.g. a simulator.",
  }),
  creditAlarmRial: Type.Integer({
    minimum: 0,
    default: 500_000,
    description: "Credit in Rial below which `ramz doctor` warns.",
  }),
};

export const CONNECTION_ENV = {
  apiKey: "KAVENEGAR_API_KEY",
  baseUrl: "KAVENEGAR_BASE_URL",
  creditAlarmRial: "KAVENEGAR_CREDIT_ALARM_RIAL",
};

export interface Connection {
  readonly apiKey: string;
  readonly baseUrl: string;
}

/**
 * What came of one request. An envelope counts whatever the HTTP status around it; without one the HTTP status is all there is.
 */
export type Answer =
  | { readonly kind: "envelope"; readonly envelope: Envelope }
  | { readonly kind: "no_envelope"; readonly httpStatus: number }
  | { readonly kind: "failed"; readonly finding: Finding };

export interface Kavenegar {
  /** Names the account, for providers that share it. From the key by a hash, so it tells nothing of the key. */
  readonly account: string;
  /** One operation of the package, e.g. `(sdk, done) => sdk.AccountInfo({}, done)`. Answers by the deadline, never rejects. */
  operate(operation: Operation, deadline: EpochMs): Promise<Answer>;
  /** A method the package has no operation for, e.g. `request("utils", "getdate", {}, deadline)`. */
  request(scope: string, method: string, params: object, deadline: EpochMs): Promise<Answer>;
  /** A method that takes GET alone: nothing secret may be in `params`. `anonymous` asks with the key `0`, as `utils/getdate` allows. */
  look(method: string, params: Readonly<Record<string, string>>, asked: Asked): Promise<Answer>;
}

export interface Asked {
  readonly deadline: EpochMs;
  readonly anonymous?: boolean;
}

type Operation = (sdk: kavenegar.KavenegarInstance, done: () => void) => void;

/** No answer of this API is longer, a page of 200 templates included. */
const ANSWER_BYTES_MAX = 1024 * 1024;

/** Throws, with a sentence for the operator, when the base URL would send the key in clear. */
export function connect({ apiKey, baseUrl }: Connection, host: ProviderHost): Kavenegar {
  const base = checkedBaseUrl(baseUrl);

  async function request(scope: string, method: string, params: object, deadline: EpochMs): Promise<Answer> {
    const url = `${base}/v1/${encodeURIComponent(apiKey)}/${scope}/${method}.json`;
    const fields = Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]);
    return ask({ url, method: "POST", body: new URLSearchParams(fields) }, deadline, host);
  }

  async function look(
    method: string,
    params: Readonly<Record<string, string>>,
    { deadline, anonymous = false }: Asked,
  ): Promise<Answer> {
    const url = new URL(`${base}/v1/${anonymous ? "0" : encodeURIComponent(apiKey)}/${method}.json`);
    url.search = new URLSearchParams(params).toString();
    return ask({ url: url.href, method: "GET" }, deadline, host);
  }

  return {
    account: `kavenegar:${createHash("sha256").update(`${base}\n${apiKey}`).digest("hex").slice(0, 12)}`,
    request,
    look,
    operate: (operation, deadline) =>
      new Promise((resolve) => {
        // The package never learns the key, so even its own transport could not leak it.
        const sdk = KavenegarApi({ apikey: "" });
        sdk.request = (scope, method, params) => resolve(request(scope, method, params, deadline));
        operation(sdk, () => {});
      }),
  };
}

async function ask(call: HttpCall, deadline: EpochMs, host: ProviderHost): Promise<Answer> {
  const answer = await exchange(call, deadline, host, ANSWER_BYTES_MAX);
  if (answer.kind === "failed") return { kind: "failed", finding: answer.failure };
  const envelope = readEnvelope(answer.text);
  return envelope === null
    ? { kind: "no_envelope", httpStatus: answer.status }
    : { kind: "envelope", envelope };
}
