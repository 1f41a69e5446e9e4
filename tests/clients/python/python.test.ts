/** The Python client against a real Ramz: its own tests, and its Django and FastAPI examples as a server runs them. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { ROOT } from "../../docs/pages.ts";
import { createShiftedClock } from "../../e2e/chain/serving.ts";
import { eventually, freshNumber, type Reply, apiAt, verificationIn, wrong } from "../../support/http.ts";
import { closedPort } from "../../support/ports.ts";
import { pythonWithPackages } from "../../support/python-packages.ts";
import { type FlakyProxy, startFlakyProxy } from "../flaky-proxy.ts";
import { serveForClients, type Served } from "../served.ts";

const CLIENT = join(ROOT, "app/clients/python");
const WAIT_MS = 60_000;
/** Where packages must be installed first. */
const INSTALL_MS = 180_000;
const TEN_MINUTES_MS = 600_000;

let python: string;
let served: Served;
let proxy: FlakyProxy;
beforeAll(async () => {
  python = pythonWithPackages();
  served = await serveForClients();
  proxy = await startFlakyProxy(served.api.url);
}, INSTALL_MS);
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await served[Symbol.asyncDispose]();
});

const environment = () => ({
  PATH: process.env["PATH"],
  PYTHONPATH: join(CLIENT, "src"),
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONIOENCODING: "utf8",
  RAMZ_URL: served.api.url,
  RAMZ_KEY: served.key.key,
  RAMZ_APP: "shop",
});

async function proofOf({ api, key }: Served): Promise<string> {
  const to = freshNumber();
  await api.post("/v1/verifications", { to, purpose: "login" }, key.headers);
  const guess = { to, purpose: "login", code: await api.codeFor(to) };
  return verificationIn(await api.post("/v1/checks", guess, key.headers)).proof ?? "";
}

test(
  "its tests pass, synchronous and asynchronous",
  async () => {
    const clock = createShiftedClock();
    clock.forward(-TEN_MINUTES_MS);
    await using past = await serveForClients({}, [], { clock });
    await using foreign = await serveForClients();
    const env = {
      ...environment(),
      PROXY_URL: proxy.url,
      STRANGER_KEY: served.stranger.key,
      PAST_URL: past.api.url,
      PAST_PROOF: await proofOf(past),
      FOREIGN_URL: foreign.api.url,
      FOREIGN_PROOF: await proofOf(foreign),
      OPENAPI: join(ROOT, "app/clients/openapi.json"),
      NUMBERS_FROM: "0",
    };
    const all = [python, "-m", "unittest", "discover", "--start-directory", import.meta.dir];
    const child = Bun.spawn(all, { env, stderr: "pipe" });
    const said = await new Response(child.stderr).text();
    expect([said, await child.exited]).toEqual([expect.stringMatching(/Ran 3\d tests[^]*OK\n$/), 0]);
  },
  WAIT_MS,
);

/** An example, run as its first lines say. */
async function startExample(...command: readonly string[]) {
  const port = await closedPort();
  const args = command.map((one) => one.replace("PORT", String(port)));
  const child = Bun.spawn([python, ...args], {
    cwd: join(CLIENT, "examples"),
    env: environment(),
    stdout: "ignore",
    stderr: "ignore",
  });
  const api = apiAt(`http://127.0.0.1:${port}`);
  await eventually(
    () =>
      api.get("/start").then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 405 || child.exitCode !== null,
    WAIT_MS,
  );
  return {
    api,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}

test(
  "the FastAPI example verifies a number",
  async () => {
    await using example = await startExample("-m", "uvicorn", "fastapi_app:app", "--port", "PORT");
    const to = freshNumber();
    const { id } = Object((await example.api.post("/start", { to })).body);
    const again = await example.api.post("/start", { to });
    expect([again.status, Number(again.headers.get("retry-after")) > 50]).toEqual([429, true]);
    expect((await example.api.post("/start", { to: "12" })).status).toBe(422);
    const code = await served.api.codeFor(to);
    const missed = await example.api.post("/check", { id, code: wrong(code) });
    expect([missed.status, missed.text]).toEqual([422, expect.stringContaining('"checks_left":4')]);
    expect((await example.api.post("/check", { id, code })).body).toEqual({ verified: to });
    const proof = await proofOf(served);
    const verified = { verified: expect.stringMatching(/^\+98/) };
    expect((await example.api.post("/proof", { proof })).body).toEqual(verified);
    const used = await example.api.post("/proof", { proof });
    expect([used.status, used.body]).toEqual([422, { detail: "The proof is replayed." }]);
  },
  WAIT_MS,
);

test(
  "the Django example verifies a number, in the session that asked",
  async () => {
    await using example = await startExample("django_site.py", "runserver", "--noreload", "127.0.0.1:PORT");
    const to = freshNumber();
    const post = (path: string, fields: Readonly<Record<string, string>>, cookie = ""): Promise<Reply> =>
      example.api.request(path, { method: "POST", headers: { cookie }, body: new URLSearchParams(fields) });
    const started = await post("/start", { to });
    const cookie = started.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(started.body).toEqual({ resend_in: 60 });
    expect((await post("/start", { to })).status).toBe(429);
    const code = await served.api.codeFor(to);
    expect((await post("/check", { code })).status).toBe(422);
    expect((await post("/check", { code: wrong(code) }, cookie)).body).toMatchObject({ checks_left: 4 });
    expect((await post("/check", { code }, cookie)).body).toEqual({ verified: to });
  },
  WAIT_MS,
);
