/** Ramz with a hook for each log-in server, and one provider that a test can read and order about. */
import { createHmac } from "node:crypto";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import { type Api, freshNumber, type HeaderList, type Reply } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { serveHere } from "../../../support/serving.ts";

export const SECRET = "a-secret-that-the-tests-of-hooks-share";
export const CODE = "482913";
export const BEARER = { authorization: `Bearer ${SECRET}` };
const JSON_TYPE = { "content-type": "application/json" };

const NAMES = [
  "authentik",
  "authgear",
  "authsignal",
  "casdoor",
  "fusionauth",
  "keycloak",
  "kratos",
  "logto",
  "okta",
  "zitadel",
] as const;
type Name = (typeof NAMES)[number];

/** `further` are lines of one hook. */
function tomlOf(further: Partial<Record<Name, string>>): string {
  return NAMES.map(
    (name) => `[apps.shop.hooks.${name}]\nsecrets = ["${SECRET}"]\n${further[name] ?? ""}\n`,
  ).join("");
}

export interface ServedHooks extends AsyncDisposable {
  readonly api: Api;
  /** What the provider was handed. */
  readonly sent: readonly DeliveryMessage[];
  /** What the provider answers to this number. Without a word it accepts. */
  answer(to: string, result: DeliveryResult | Promise<DeliveryResult>): void;
  /** Hands over a body as JSON, with the secret in Authorization unless headers say otherwise. */
  post(name: Name, body: unknown, headers?: HeaderList): Promise<Reply>;
  /** Hands over these fields as a form, with the secret in Authorization. */
  form(name: Name, fields: string | Readonly<Record<string, string>>): Promise<Reply>;
}

export async function serveHooks(further: Partial<Record<Name, string>> = {}): Promise<ServedHooks> {
  const folder = tempFolder();
  folder.write("ramz.toml", tomlOf(further));
  const sent: DeliveryMessage[] = [];
  const answers = new Map<string, DeliveryResult | Promise<DeliveryResult>>();
  const provider: Provider = {
    name: "p",
    account: "p",
    channels: ["sms"],
    explain: () => null,
    async deliver(message) {
      sent.push(message);
      return answers.get(message.recipient) ?? { outcome: "accepted", messageId: "m1" };
    },
  };
  const serving = await serveHere(
    {
      RAMZ_CONFIG: `${folder.path}/ramz.toml`,
      RAMZ_STORE: "sqlite::memory:",
      RAMZ_PROVIDERS: "./p.ts",
      RAMZ_SECRET: "the-tests-of-hooks-share-one-long-secret",
    },
    { providers: [provider] },
  );
  const { api } = serving;
  return {
    api,
    sent,
    answer: (to, result) => void answers.set(to, result),
    post: (name, body, headers = BEARER) =>
      api.request(`/hooks/shop/${name}`, {
        method: "POST",
        headers: { ...JSON_TYPE, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    form: (name, fields) =>
      api.request(`/hooks/shop/${name}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...BEARER },
        body: new URLSearchParams(fields).toString(),
      }),
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

export function hexOf(over: string): string {
  return createHmac("sha256", SECRET).update(over).digest("hex");
}

/** A number that no other test uses, as people of its country write it. */
export function nationalNumber(): { readonly to: string; readonly national: string } {
  const to = freshNumber();
  return { to, national: `0${to.slice(3)}` };
}
