/** `ramz health`: what a container's health check runs. */
import { describe, expect, test } from "bun:test";
import { ownAddress } from "../../../app/cli/own-address.ts";
import { closedPort } from "../../support/ports.ts";
import { startServing } from "../../support/serving.ts";
import { run } from "./support.ts";

const TIME_OUT_MS = 30_000;

/** Where the command looks for the server; what else a server needs is nothing to the command. */
const at = (port: number) => ({ HOST: "0.0.0.0", PORT: String(port) });

describe("ramz health", () => {
  test(
    "ends with 0 and prints the answer of a server that lives",
    async () => {
      await using serving = await startServing();
      const live = await run(["health"], at(serving.port));
      expect([live.code, live.out, live.err]).toEqual([0, '{"status":"live"}\n', ""]);
      const ready = await run(["health", "--ready"], at(serving.port));
      expect([ready.code, ready.out]).toEqual([0, expect.stringContaining('"status":"ready"')]);
    },
    TIME_OUT_MS,
  );

  test(
    "ends with 1 and the answer of a server that is not ready",
    async () => {
      using stopping = Bun.serve({
        hostname: "127.0.0.1",
        port: 0,
        fetch: () => Response.json({ status: "stopping" }, { status: 503 }),
      });
      const ran = await run(["health", "--ready"], at(stopping.port ?? 0));
      expect([ran.code, ran.out]).toEqual([1, ""]);
      expect(ran.err).toContain('/readyz answered 503: {"status":"stopping"}');
    },
    TIME_OUT_MS,
  );

  test(
    "ends with 1 and the remedy where no server answers, and in time where one is silent",
    async () => {
      const gone = await run(["health"], at(await closedPort()));
      expect(gone.code).toBe(1);
      expect(gone.err).toContain("does not answer");
      using silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
      const hung = await run(["health", "--timeout", "1"], at(silent.port));
      expect(hung.code).toBe(1);
      expect(hung.err).toContain("does not answer");
    },
    TIME_OUT_MS,
  );
});

test.each([
  [null, "http://127.0.0.1:8000"],
  ["0.0.0.0", "http://127.0.0.1:8000"],
  ["::", "http://127.0.0.1:8000"],
  ["10.0.0.5", "http://10.0.0.5:8000"],
  ["::1", "http://[::1]:8000"],
])("a server with HOST=%p is asked at %s", (host, url) => {
  expect(ownAddress({ host, port: 8000 })).toBe(url);
});
