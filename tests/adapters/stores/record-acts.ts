/** A process that records acts in the audit trail: `bun record-acts.ts <store URL> <prefix of Redis> <start at> <name>`. */
import { createSecrets } from "../../../adapters/system/secrets.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { createAuditTrail } from "../../../domain/audit/trail.ts";
import { openAt } from "../../support/redis/store.ts";

export const ACTS = 40;
export const RECORDING_SECRET = "of-two-processes-0123456789-abcdef";

if (import.meta.main) {
  const [url = "", prefix = "", startAt = "0", name = ""] = process.argv.slice(2);
  const store = await openAt(url, prefix === "" ? {} : { RAMZ_STORE_PREFIX: prefix });
  const observer = { recorded: () => {}, shortened: () => {} };
  const secrets = createSecrets([RECORDING_SECRET]);
  const trail = createAuditTrail({ store: store.audit, secrets, clock: systemClock, observer });
  await Bun.sleep(Math.max(0, Number(startAt) - Date.now()));
  for (let done = 0; done < ACTS; done++) await trail.record(name, { kind: "signed_out" });
  await store.close();
}
