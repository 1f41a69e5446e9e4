/** What a changed configuration takes over: places in use at vendors, and rests of providers that stay as they are. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Ramz } from "../../../app/composition/compose.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { freshNumber } from "../../support/http.ts";
import { type Folder, tempFolder } from "../../support/process.ts";
import { composeHere } from "../../support/serving.ts";

const PLUGIN = `
  import { Type } from "@sinclair/typebox";
  export default {
    api: 1,
    channels: ["sms"],
    options: Type.Object({ line: Type.String(), ms: Type.Optional(Type.Integer()), outcome: Type.String() }),
    create: ({ ms = 0, outcome }) => ({
      async deliver() {
        await Bun.sleep(ms);
        return { outcome, reason: "as configured" };
      },
    }),
  };
`;

interface Options {
  readonly line?: string;
  readonly ms?: number;
  readonly outcome?: string;
  readonly more?: string;
}

/** The configuration file with this provider alone. */
function env(folder: Folder, { line = "1000", ms = 0, outcome = "accepted", more = "" }: Options) {
  const file = join(folder.path, "one.ts");
  folder.write("one.ts", PLUGIN);
  const options = `line = "${line}"\nms = ${ms}\noutcome = "${outcome}"`;
  folder.write(
    "ramz.toml",
    `providers = ["${file}"]\n[provider."${file}"]\n${options}\n${more}\n[guard]\nmode = "off"`,
  );
  return { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_STORE: "sqlite::memory:" };
}

async function recomposed(ramz: Ramz, folder: Folder, options: Options): Promise<Ramz> {
  const composed = await ramz.recompose(loadConfig(env(folder, options)).config);
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  return composed.ramz;
}

function start(ramz: Ramz) {
  const app = ramz.apps.get("default");
  if (app === undefined) throw new Error("there is one app");
  const command = {
    app: "default",
    to: freshNumber(),
    channel: "sms",
    locale: "fa",
    purpose: "login",
  } as const;
  return app.otp.start({ ...command, traceId: "0".repeat(32) });
}

const states = async (ramz: Ramz) => Object.values((await ramz.readiness()).providers);

describe("after a change of the configuration", () => {
  test("a provider that stays as it is goes on resting; one with other options does not", async () => {
    using folder = tempFolder();
    const failing = { outcome: "unavailable" };
    const ramz = await composeHere(env(folder, failing));
    for (let sent = 0; sent < 5; sent += 1) await start(ramz);
    expect(await states(ramz)).toEqual(["resting"]);
    const same = await recomposed(ramz, folder, { ...failing, more: "[policy]\nmax_attempts = 4" });
    expect(await states(same)).toEqual(["resting"]);
    const other = await recomposed(same, folder, { ...failing, line: "2000" });
    expect(await states(other)).toEqual(["able"]);
    await other.close();
  });

  test("calls under way keep their places, and the metrics show the configuration in force", async () => {
    using folder = tempFolder();
    const slow = { ms: 400, more: "[delivery]\ncalls_per_account = 1\ncall_wait_ms = 50" };
    const ramz = await composeHere(env(folder, slow));
    const coming = start(ramz);
    await Bun.sleep(100);
    const same = await recomposed(ramz, folder, slow);
    expect((await start(same)).kind).not.toBe("sent");
    expect(await same.metrics()).toMatch(/otp_bulkhead_used\{[^}]*\} 1/);
    expect((await same.metrics()).match(/^otp_breaker_open\{/gm)).toHaveLength(1);
    expect((await coming).kind).toBe("sent");
    await same.close();
  });
});
