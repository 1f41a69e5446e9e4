/** Which failures of a call prove that nothing was sent: each error code, and the real failures that a test can cause. */
import { closedPort, listening } from "../../../support/ports.ts";
import { afterAll, describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  explainTransport,
  transportFailureOf,
  transportMeanings,
  transportResult,
} from "../../../../adapters/providers/_kit/transport-failure.ts";
import { certificate } from "../../../support/redis/certificate.ts";

/** Written by hand from the manual pages of socket(2), connect(2) and getaddrinfo(3), and from what Bun 1.4.5 was seen to report. */
const NOT_SENT: Readonly<Record<string, readonly string[]>> = {
  host_not_found: ["ENOTFOUND", "EAI_AGAIN"],
  connection_refused: ["ECONNREFUSED"],
  network_unreachable: ["ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EAFNOSUPPORT", "EINVAL"],
  connection_forbidden: ["EACCES", "EPERM"],
  local_limit_reached: ["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EADDRNOTAVAIL", "EADDRINUSE"],
  proxy_refused: ["ERR_PROXY_TUNNEL"],
  proxy_unusable: ["UnsupportedProxyProtocol"],
  certificate_refused: ["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID"],
};
const MAY_HAVE_LEFT = ["ECONNRESET", "ECONNABORTED", "EPROTO", "EPIPE", "ETIMEDOUT", "ZlibError", ""];

const failing = (code: unknown, more = {}) =>
  Object.assign(new TypeError(`${String(code)} /v1/key/`), { code, ...more });
const EARLY = { answered: false, timedOut: false };

describe("an error of fetch", () => {
  for (const [failure, codes] of Object.entries(NOT_SENT))
    test.each([...codes])(`%s is ${failure}, so nothing was sent`, (code) => {
      const result = transportResult(transportFailureOf(failing(code), EARLY));
      expect(result).toEqual({ outcome: "unavailable", reason: failure });
    });

  test.each(MAY_HAVE_LEFT)("%p may come after the request was written", (code) => {
    const failure = transportFailureOf(failing(code), EARLY);
    expect([failure, transportResult(failure).outcome]).toEqual(["connection_lost", "unknown"]);
  });

  test("of getaddrinfo is a host without an address, whatever its code", () => {
    expect(transportFailureOf(failing("EFILE", { syscall: "getaddrinfo" }), EARLY)).toBe("host_not_found");
  });

  test("proves nothing after an answer began or the deadline passed", () => {
    const refused = failing("ECONNREFUSED");
    expect(transportFailureOf(refused, { answered: true, timedOut: false })).toBe("connection_lost");
    expect(transportFailureOf(refused, { answered: false, timedOut: true })).toBe("timeout");
  });

  test.each([
    ["an error", new Error("boom")],
    ["a string", "boom"],
    ["null", null],
    ["a number as code", failing(7)],
  ])("without a known code may come at any time: %s", (_, error) => {
    expect(transportFailureOf(error, EARLY)).toBe("connection_lost");
  });
});

test("every failure has a hint in both languages, and other words have none", () => {
  for (const { reason } of transportMeanings({ en: "Check the route.", fa: "مسیر را بررسی کنید." })) {
    expect(explainTransport(reason)?.en).toMatch(/^[A-Z].*\.$/);
    expect(explainTransport(reason)?.fa).toMatch(/^.*[آ-ی].*\.$/);
  }
  expect(explainTransport("no_credit")).toBeNull();
});

const received: string[] = [];
async function note(request: Request): Promise<Response> {
  received.push(await request.text());
  await Bun.sleep(200);
  return new Response("ok");
}
const vendor = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: note });
const { certFile, keyFile } = await certificate();
const untrusted = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  tls: { key: Bun.file(keyFile), cert: Bun.file(certFile) },
  fetch: note,
});
const refusingProxy = createServer((socket) =>
  socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"),
);
const proxyPort = await listening(refusingProxy);
afterAll(async () => {
  await Promise.all([vendor.stop(true), untrusted.stop(true)]);
  refusingProxy.close();
});

/** What came of each call in a child process that a shell has prepared. */
async function callsFrom(
  urls: readonly string[],
  {
    shell = "exec",
    fill = false,
    env = {},
  }: { shell?: string; fill?: boolean; env?: Record<string, string> },
): Promise<unknown> {
  received.length = 0;
  const command = `${shell} "$0" "$@"`;
  const args = [join(import.meta.dir, "exchange-child.ts"), ...(fill ? ["--fill"] : []), ...urls];
  const child = Bun.spawn(["sh", "-c", command, process.execPath, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (out === "") throw new Error(err);
  return JSON.parse(out);
}

describe("on real sockets", () => {
  test("a refused connection, a host without an address and an untrusted certificate are not sent", async () => {
    const closed = `http://127.0.0.1:${await closedPort()}`;
    const urls = [closed, "https://kavenegar.invalid", untrusted.url.origin];
    expect(await callsFrom(urls, {})).toEqual([
      "connection_refused",
      "host_not_found",
      "certificate_refused",
    ]);
    expect(received).toEqual([]);
  });

  test("without file descriptors most calls are not sent, and none that was sent counts as not sent", async () => {
    const urls = Array<string>(20).fill(vendor.url.origin);
    const outcomes = await callsFrom(urls, { shell: "ulimit -n 64; exec", fill: true });
    const failures = Array.isArray(outcomes) ? outcomes.filter((one) => one !== 200) : [];
    expect(failures.length).toBeGreaterThan(15);
    expect(new Set(failures)).toEqual(new Set(["local_limit_reached"]));
    expect(received).toHaveLength(20 - failures.length);
  });

  test("a proxy that cannot be used or refuses the tunnel sends nothing", async () => {
    const proxies = [
      ["socks5://127.0.0.1:1080", "proxy_unusable"],
      [`http://127.0.0.1:${proxyPort}`, "proxy_refused"],
      [`http://127.0.0.1:${await closedPort()}`, "connection_refused"],
    ] as const;
    for (const [HTTPS_PROXY, failure] of proxies)
      expect(await callsFrom(["https://vendor.invalid"], { env: { HTTPS_PROXY } })).toEqual([failure]);
  });

  test("a call to this machine goes to no proxy", async () => {
    const env = { HTTP_PROXY: `http://127.0.0.1:${proxyPort}`, ALL_PROXY: "socks5://127.0.0.1:1" };
    expect(await callsFrom([vendor.url.origin, `http://localhost:${vendor.port}`], { env })).toEqual([
      200, 200,
    ]);
    expect(received).toHaveLength(2);
  });
});

/** A network of its own, where the test may set what the machine has. Not every container allows it. */
const ownNetwork = ["unshare", "--map-root-user", "--net"];
const hasOwnNetwork = Bun.spawnSync([...ownNetwork, "true"]).exitCode === 0;

describe.skipIf(!hasOwnNetwork)("in a network of its own", () => {
  test("no route and no name server are not sent", async () => {
    const urls = ["http://127.0.0.1:81", "https://10.0.0.1", "https://vendor.example"];
    expect(await callsFrom(urls, { shell: "exec unshare --map-root-user --net" })).toEqual([
      "network_unreachable",
      "network_unreachable",
      "host_not_found",
    ]);
  });
});
