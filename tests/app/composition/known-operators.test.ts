import { join } from "node:path";
import { expect, test } from "bun:test";
import { systemClock } from "../../../adapters/system/clock.ts";
import { createSecrets } from "../../../adapters/system/secrets.ts";
import { knownOperators } from "../../../app/composition/known-operators.ts";
import type { Provider } from "../../../domain/delivery/provider.ts";
import { DAY_MS, MINUTE_MS } from "../../../domain/time.ts";
import { createCarriers } from "../../../domain/use-cases/receipts/carriers.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { tempFolder } from "../../support/process.ts";
import { ACCEPTED, fakeProvider } from "../../support/providers.ts";
import { until } from "../../support/redis/server.ts";
import { composeHere } from "../../support/serving.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { START } from "../../support/world.ts";
import { testKey } from "../access/app-keys.ts";

const named = (name: string, carriers?: readonly string[]): Provider => ({
  ...fakeProvider(name, [{ says: ACCEPTED }], createSimClock(), []),
  ...(carriers && { carriers }),
});

test("carriers that receipts may name are known beside the operators of the plan, each once", () => {
  const chains = [
    { all: [named("a"), named("b", ["TR-Turkcell", "TR-Vodafone"])] },
    { all: [named("c", ["TR-Turkcell"])] },
  ];
  expect(knownOperators({ countries: ["TR", "GR"], chains })).toEqual([
    "TR",
    "GR",
    "TR-Turkcell",
    "TR-Vodafone",
  ]);
  expect(knownOperators({ countries: ["GR"], chains: [] })).toEqual(["GR"]);
});

test("routes and the funnel of a service show the carrier of a number whose plan names no operators", async () => {
  const [secret, phone] = ["a-secret-of-thirty-two-characters!", "+905321234567"] as const;
  using folder = tempFolder();
  folder.write(
    "ramz.toml",
    `[admin]\norigin = "http://localhost"\nkeys = [{ name = "sara", hash = "${testKey().hash}" }]`,
  );
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const store = createMemoryStore(clock);
  const { noteOf } = createCarriers({ notes: store.notes, secrets: createSecrets([secret]) });
  await store.notes.expect(noteOf(phone), "TR-Turkcell", DAY_MS);
  const settings = {
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
    RAMZ_SECRET: secret,
    RAMZ_AUTH: "none",
    RAMZ_ROUTING: "learn",
    RAMZ_GUARD: "off",
    OTP_COUNTRIES: "TR",
  };
  const providers = [named("a", ["TR-Turkcell"]), named("b")];
  const ramz = await composeHere(settings, { clock, store, providers });
  await ramz.apps.get("default")?.otp.start({ ...START, app: "default", to: phone });
  // Counts are gathered for a moment, and the newest sends judge no route.
  const funnel = async () => new Set((await ramz.funnel(2)).map(({ operator }) => operator));
  await until("the send is counted", async () => (await funnel()).size > 0, 1_000);
  aheadMs = 2 * MINUTE_MS;
  expect(await funnel()).toEqual(new Set(["TR-Turkcell"]));
  expect(new Set((await ramz.routes({})).map(({ operator }) => operator))).toEqual(new Set(["TR-Turkcell"]));
  await ramz.close();
});
