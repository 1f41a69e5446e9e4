/** Stopping the process loses nothing: a request under way is answered, and an attempt that was cut off is reported as such. */
import { describe, expect, test } from "bun:test";
import { Value } from "@sinclair/typebox/value";
import { connect } from "node:net";
import { openStore } from "../../../../app/composition/open-adapters.ts";
import { ReadyReply } from "../../../../app/http/schemas/operations.ts";
import { type Store, StoreUnavailable } from "../../../../domain/storage/store.ts";
import { acceptingProvider } from "../../../bench/ramz.ts";
import { serving } from "../../../e2e/chain/serving.ts";
import { eventually, freshNumber, verificationIn, wordOf } from "../../../support/http.ts";
import { startRamz, tempFolder } from "../../../support/process.ts";
import { codeHandedTo, handed, nextHanded, pluginFile } from "../../../e2e/plugins/plugin-files.ts";

const SLOW = pluginFile('await Bun.sleep(1_000); return { outcome: "accepted" };');
const NEVER = pluginFile("await new Promise(() => {});");

/** Whether this port accepts a new connection. */
function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const done = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => done(true)).once("error", () => done(false));
  });
}

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  test("during a slow request refuses new connections, answers the request, and ends with exit code 0", async () => {
    using folder = tempFolder();
    folder.write("slow.ts", SLOW);
    await using ramz = await startRamz({ RAMZ_PROVIDERS: "./slow.ts", HOST: "127.0.0.1" }, folder);
    const to = freshNumber();
    const coming = ramz.api.post("/v1/verifications", { to });
    await nextHanded(folder, to);
    ramz.signal(signal);
    await eventually(
      () => connects(ramz.port),
      (accepted) => !accepted,
      800,
    );
    const reply = await coming;
    expect(reply.status).toBe(201);
    expect(verificationIn(reply).attempts).toMatchObject([{ outcome: "accepted" }]);
    expect(await ramz.exited).toBe(0);

    await using again = await startRamz({ RAMZ_PROVIDERS: "./slow.ts" }, folder);
    const checked = await again.api.post("/v1/checks", { to, code: codeHandedTo(folder, to) });
    expect(wordOf(checked)).toBe("200");
  });

  test("with nothing under way ends with exit code 0 at once, though a client keeps its connection", async () => {
    await using ramz = await startRamz();
    expect((await ramz.api.get("/healthz")).status).toBe(200);
    const begun = performance.now();
    ramz.signal(signal);
    expect(await ramz.exited).toBe(0);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe("SIGTERM with RAMZ_DRAIN_MS", () => {
  test("takes the process out of its balancer first: /readyz is 503, requests and new connections are still served", async () => {
    await using ramz = await startRamz({ RAMZ_DRAIN_MS: "2000" });
    expect((await ramz.api.get("/readyz")).status).toBe(200);
    const begun = performance.now();
    ramz.signal("SIGTERM");
    const leaving = await eventually(
      () => ramz.api.get("/readyz"),
      ({ status }) => status === 503,
      1_000,
    );
    expect(leaving.body).toMatchObject({ status: "stopping", store: "up" });
    expect(Value.Check(ReadyReply, leaving.body)).toBe(true);
    // A kept connection would bring a request at the moment the process ends.
    expect(leaving.headers.get("connection")).toBe("close");
    expect((await ramz.api.get("/healthz")).status).toBe(200);
    const to = freshNumber();
    expect(wordOf(await ramz.api.post("/v1/verifications", { to }))).toBe("201");
    expect(await connects(ramz.port)).toBe(true);
    expect(await ramz.exited).toBe(0);
    expect(performance.now() - begun).toBeGreaterThan(1_900);
  });
});

describe("SIGHUP", () => {
  test.each([
    ["serve", [], /"level":"info".*SIGHUP: the configuration was read again/],
    ["dev", ["--with", "kavenegar-simulator"], /"level":"warn".*SIGHUP was ignored.*Restart/],
  ])(
    "cuts no send of ramz %s: the process goes on, and the log says what it did",
    async (command, options, says) => {
      using folder = tempFolder();
      folder.write("slow.ts", SLOW);
      const env = { RAMZ_PROVIDERS: "./slow.ts", HOST: "127.0.0.1" };
      await using ramz = await startRamz(env, folder, [command, ...options]);
      const to = freshNumber();
      const coming = ramz.api.post("/v1/verifications", { to });
      if (command === "serve") await nextHanded(folder, to);
      ramz.signal("SIGHUP");
      expect((await coming).status).toBe(201);
      await eventually(ramz.printed, (text) => says.test(text));
      expect((await ramz.api.get("/healthz")).status).toBe(200);
    },
  );
});

describe("stopping while the store is away", () => {
  test("gives a send the time to wait for the store, in addition to the time of its chain", async () => {
    const store = await openStore({ kind: "sqlite", path: ":memory:" });
    const asked = Promise.withResolvers<void>();
    let isAway = true;
    const comesBack: Store = {
      ...store,
      async load(key) {
        asked.resolve();
        if (isAway) throw new StoreUnavailable("on purpose");
        return store.load(key);
      },
    };
    const waiting = { OTP_STORE_WAIT_MS: "5000", OTP_CHAIN_DEADLINE_MS: "1000" };
    const ramz = await serving(waiting, { store: comesBack, providers: [acceptingProvider()] });
    const coming = ramz.api.post("/v1/verifications", { to: freshNumber() });
    await asked.promise;
    const stopped = ramz[Symbol.asyncDispose]();
    await Bun.sleep(3_500);
    isAway = false;
    expect(wordOf(await coming)).toBe("201");
    await stopped;
  }, 10_000);
});

describe("SIGKILL between the provider's call and its answer", () => {
  test("leaves an attempt with the outcome unknown, interrupted; nothing is approved, and the code still works", async () => {
    using folder = tempFolder();
    folder.write("never.ts", NEVER);
    const env = {
      RAMZ_PROVIDERS: "./never.ts",
      // Long enough for the second process to start on a busy machine.
      OTP_CHAIN_DEADLINE_MS: "5000",
      OTP_ATTEMPT_TIMEOUT_MS: "1000",
    };
    await using first = await startRamz(env, folder);
    const to = freshNumber();
    const lost = first.api.post("/v1/verifications", { to }).catch(() => "lost");
    const { id, code } = await nextHanded(folder, to);
    await first.kill();
    expect(await lost).toBe("lost");

    await using second = await startRamz(env, folder);
    const read = async () => verificationIn(await second.api.get(`/v1/verifications/${id}`));
    const last = await eventually(read, ({ attempts }) => attempts[0]?.outcome !== "planned");
    expect(last).toMatchObject({ id, to, status: "pending", provider: null, checks_left: 5 });
    expect(last.attempts).toMatchObject([
      { outcome: "unknown", reason: "interrupted", hint: expect.stringContaining("stopped") },
    ]);
    expect(wordOf(await second.api.post("/v1/verifications", { to }))).toBe("429 cooldown");
    expect(handed(folder)).toHaveLength(1);
    expect(wordOf(await second.api.post("/v1/checks", { to, code }))).toBe("200");
  }, 30_000);
});
