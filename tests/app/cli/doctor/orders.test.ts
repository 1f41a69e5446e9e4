/** The doctor names providers that operators rest, until they end or are woken. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { examineOrders } from "../../../../app/cli/doctor/orders.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { HOUR_MS } from "../../../../domain/time.ts";
import { STORE_FILE, tempFolder } from "../../../support/process.ts";
import { composeHere } from "../../../support/serving.ts";
import { testKey } from "../../access/app-keys.ts";

test("a rest is a warning with its end, and gone when the provider is woken", async () => {
  using folder = tempFolder();
  const { hash } = testKey();
  folder.write(
    "ramz.toml",
    `[admin]\norigin = "http://localhost"\nkeys = [{ name = "sara", hash = "${hash}" }]`,
  );
  const env = {
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
    RAMZ_STORE: `sqlite:${join(folder.path, STORE_FILE)}`,
    RAMZ_PROVIDERS: "console",
  };
  const { config } = loadConfig(env);
  expect(await examineOrders(config)).toEqual([]);
  const until = Date.now() + HOUR_MS;
  const ramz = await composeHere(env);
  await ramz.audit.record("sara", { kind: "provider_rested", provider: "console", until });
  expect(await examineOrders(config)).toMatchObject([
    {
      level: "warning",
      subject: "console",
      detail: `An operator rests it until ${new Date(until).toISOString()}.`,
    },
  ]);

  // A change of the configuration forgets no order.
  await ramz.operations?.obey();
  const changed = await ramz.recompose(config);
  if (changed.kind === "problems") throw new Error(changed.problems.join("\n"));
  expect((await changed.ramz.readiness()).providers).toEqual({ console: "resting" });

  await ramz.audit.record("sara", { kind: "provider_woken", provider: "console" });
  await ramz.close();
  expect(await examineOrders(config)).toEqual([]);
});
