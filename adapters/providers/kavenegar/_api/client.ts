/**
 * The Kavenegar client: operations of the `kavenegar` package over our own transport. Version 2.0.2 of the package posts key and code
 * over plain HTTP to port 80, has no time-out and loses the reason of an error, so its one `request` function is replaced here.
 */
import { Type } from "@sinclair/typebox";
import { KavenegarApi, type kavenegar } from "kavenegar";
import type { EpochMs } from "../../../../domain/time.ts";
import { checkedBaseUrl } from "../../_kit/base-url.ts";
import { accountName, type Connection, connectionOptions } from "../../_kit/connection.ts";
import type { HttpAnswer } from "../../_kit/http-exchange.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import type { TransportFailure } from "../../_kit/transport-failure.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";

export const CONNECTION_OPTIONS = {
  ...connectionOptions(
    "The account's API key, from https://panel.kavenegar.com/client/setting/account.",
    "https://api.kavenegar.com",
  ),
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

/** The answer to one request. An envelope counts whatever the HTTP status; without one the HTTP status is all there is. */
export type Answer =
  | { readonly kind: "envelope"; readonly envelope: Envelope }
  | { readonly kind: "no_envelope"; readonly httpStatus: number }
  | { readonly kind: "failed"; readonly failure: TransportFailure };

/** Every call answers by its deadline and never rejects. */
export interface Kavenegar {
  /** Names the account, for the providers that share it: a hash of the key. */
  readonly account: string;
  /** An operation of the package, e.g. `(sdk, done) => sdk.AccountInfo({}, done)`. */
  operate(operation: Operation, deadline: EpochMs): Promise<Answer>;
  /** A POST to a method for which the package has no operation, e.g. `post("utils/getdate", {}, deadline)`. */
  post(method: string, params: object, deadline: EpochMs): Promise<Answer>;
  /** A GET, for methods that accept no POST. `params` appear in the URL, so they must not be secret. */
  get(method: string, params: Readonly<Record<string, string>>, options: GetOptions): Promise<Answer>;
}

export interface GetOptions {
  readonly deadline: EpochMs;
  /** Sends the key `0`, which `utils/getdate` accepts. */
  readonly anonymous?: boolean;
}

type Operation = (sdk: kavenegar.KavenegarInstance, done: () => void) => void;

/** Throws, with a sentence for the operator, if the base URL would send the key in clear text. */
export function connect({ apiKey, baseUrl }: Connection, host: ProviderHost): Kavenegar {
  const base = checkedBaseUrl(baseUrl, {
    vendor: "Kavenegar",
    remedy: "Leave KAVENEGAR_BASE_URL unset for https://api.kavenegar.com.",
  });
  const urlOf = (key: string, method: string) => `${base}/v1/${encodeURIComponent(key)}/${method}.json`;

  async function post(method: string, params: object, deadline: EpochMs): Promise<Answer> {
    const fields = Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]);
    const call = { url: urlOf(apiKey, method), method: "POST", body: new URLSearchParams(fields) };
    return answerFrom(await host.exchange(call, deadline));
  }

  return {
    account: accountName("kavenegar", { baseUrl: base, apiKey }),
    post,
    operate: (operation, deadline) =>
      new Promise((resolve) => {
        // The package never gets the key, so even its own transport could not leak it.
        const sdk = KavenegarApi({ apikey: "" });
        sdk.request = (scope, method, params) => resolve(post(`${scope}/${method}`, params, deadline));
        operation(sdk, () => {});
      }),
    async get(method, params, { deadline, anonymous = false }) {
      const url = `${urlOf(anonymous ? "0" : apiKey, method)}?${new URLSearchParams(params).toString()}`;
      return answerFrom(await host.exchange({ url, method: "GET" }, deadline));
    },
  };
}

function answerFrom(answer: HttpAnswer): Answer {
  if (answer.kind === "failed") return answer;
  const envelope = readEnvelope(answer.text);
  return envelope === null
    ? { kind: "no_envelope", httpStatus: answer.status }
    : { kind: "envelope", envelope };
}
