/** An app of which Twilio's client is the caller, with keys of every right. */
import { openStage, type Stage, type StageOptions } from "../../../../immunity/stage.ts";
import type { StoreKind } from "../../../../immunity/ground.ts";
import type { Env } from "../../../../support/process.ts";
import { SERVICE, verifyAt } from "../../../../support/twilio.ts";
import { line, plainTestKey, testKey } from "../../../access/app-keys.ts";

/** May send, check and read. Letters and digits only, as all of the vendor's clients take it. */
export const key = plainTestKey();
/** `trusted` may do all. `reader` reads alone, and `other` is of another app. */
export const [trusted, reader, other] = [testKey(), testKey(), testKey()];

export const TOML = `
[compat]
twilio = true
[apps.shop]
keys = [
  ${line(key, ["send", "check", "read"])},
  ${line(trusted, ["admin"], ", own_code = true, client_ip = true")},
  ${line(reader, ["read"])},
]
[apps.shop.limits.caller]
device = { per_hour = 3 }
[apps.bank]
keys = [${line(other, ["admin"], ", own_code = true")}]
[apps.bank.twilio]
account_sid = "AC${"b".repeat(32)}"
service_sid = "${SERVICE}"
`;

export type Verify = ReturnType<typeof verifyAt>;

export interface Account {
  readonly stage: Stage;
  /** As `key`. */
  readonly verify: Verify;
  as(password: string, user?: string): Verify;
}

export async function openAccount(
  store: StoreKind,
  env: Env = {},
  options: StageOptions = {},
): Promise<Account & AsyncDisposable> {
  const stage = await openStage(store, env, { toml: TOML, ...options });
  const as: Account["as"] = (password, user) => verifyAt(stage.api.url, password, user);
  return {
    stage,
    as,
    verify: as(key.key),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}
