/** How long a connection without a request stays open: longer than a balancer keeps it, so that no request meets its end. */
import { expect, test } from "bun:test";
import { connect } from "node:net";
import { loadConfig } from "../../../../app/config/load.ts";
import { type Serving, startServing } from "../../../support/serving.ts";
import type { Env } from "../../../support/process.ts";

/** Balancers of the usual clouds close an idle connection after 60 s. */
const BALANCER_S = 60;

/** Bun looks at idle connections every four seconds. */
const NOTICED_WITHIN_MS = 8_000;

/** The shortest deadline, so that the answer of the slowest send does not keep connections open for long. */
const BRISK: Env = { OTP_CHAIN_DEADLINE_MS: "1000", OTP_ATTEMPT_TIMEOUT_MS: "1000" };

/** Whether a connection that had one answer is still open at `ms`. */
function isOpenAfter({ port }: Serving, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    socket.resume().once("close", () => resolve(false));
    setTimeout(() => {
      resolve(true);
      socket.destroy();
    }, ms);
  });
}

test("the default is above what balancers have", () => {
  expect(loadConfig({}).config.http.idleTimeoutS).toBeGreaterThan(BALANCER_S);
});

test("RAMZ_IDLE_TIMEOUT_S closes a connection; the default keeps it open longer", async () => {
  await using brief = await startServing({ ...BRISK, RAMZ_IDLE_TIMEOUT_S: "1" });
  await using usual = await startServing(BRISK);
  const open = await Promise.all([brief, usual].map((one) => isOpenAfter(one, NOTICED_WITHIN_MS)));
  expect(open).toEqual([false, true]);
}, 20_000);
