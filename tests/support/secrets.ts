/** Secrets as the service has them, but with keys a test can name. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { sealWith, unsealWith } from "../../adapters/system/sealing.ts";
import type { Secrets } from "../../domain/ports.ts";

const hmac = (key: string, input: string) => createHmac("sha256", key).update(input).digest();

/** Several keys rotate: new codes come from the first. */
export function createTestSecrets(keyIds: readonly [string, ...string[]] = ["k1"]): Secrets {
  return {
    keyId: keyIds[0],
    knows: (keyId) => keyIds.includes(keyId),
    ledgerKey: (app, recipient) => hmac("ledgers", `${app}\n${recipient}`).toString("base64url").slice(0, 22),
    alias: (id) => hmac("aliases", id).toString("hex").slice(0, 32),
    windowKey: (text) => hmac("windows", text).toString("base64url").slice(0, 22),
    seal: (text, name) => `${keyIds[0]}.${sealWith(hmac("seal", keyIds[0]), text, name)}`,
    unseal(sealed, name) {
      const [keyId = "", text = ""] = sealed.split(".");
      return keyIds.includes(keyId) ? unsealWith(hmac("seal", keyId), text, name) : null;
    },
    mac(keyId, input) {
      if (!keyIds.includes(keyId)) throw new Error(`no secret is called ${keyId}`);
      return hmac(`secret of ${keyId}`, input);
    },
    digest: (text) => createHash("sha256").update(text).digest("base64url"),
    same: (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b)),
  };
}
