/** An app whose keys differ in what their word is taken for, with Prelude's API switched on. */
import { tempFolder } from "../../../../support/process.ts";
import { line, testKey } from "../../../access/app-keys.ts";

export const START = "/compat/prelude/v2/verification";
export const CHECK = `${START}/check`;

export const phone = (value: string) => ({ type: "phone_number", value });

/** May do everything, and its word for the end user is taken for nothing. */
export const plain = testKey();
/** Knows where its end users are, and which of them have a session. */
export const vouching = testKey();
export const checkOnly = testKey();

const TOML = `
[compat]
prelude = true

[apps.shop]
keys = [
  ${line(plain, ["admin"])},
  ${line(vouching, ["send", "check"], ", client_ip = true, known_session = true")},
  ${line(checkOnly, ["check"])},
]
[apps.shop.limits.caller.device]
per_hour = 1

[apps.bank]
keys = []
`;

const folder = tempFolder();
folder.write("ramz.toml", TOML);
process.on("exit", () => folder[Symbol.dispose]());

export const SHOP = { RAMZ_CONFIG: `${folder.path}/ramz.toml` };
