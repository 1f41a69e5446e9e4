/** What the doctor says of collectors: by the exporters' own settings. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { telemetryRows } from "../../../../app/cli/doctor/telemetry.ts";
import { createCertificates } from "../../../support/certificates.ts";
import type { Env } from "../../../support/process.ts";
import { withProcessEnv } from "../../../support/process-env.ts";

let received: { readonly path: string; readonly headers: Headers }[];
beforeEach(() => {
  received = [];
});

/** Answers with the status that the path begins with, e.g. `/401/v1/traces`; else with 200. */
function take({ url, headers }: Request): Response {
  const { pathname, origin } = new URL(url);
  received.push({ path: pathname, headers });
  const status = Number(/^\/(\d{3})\//.exec(pathname)?.[1] ?? 200);
  const body = status === 200 && pathname.startsWith("/html") ? "<html>" : null;
  return new Response(body, {
    status,
    ...(status === 307 && { headers: { location: `${origin}/elsewhere` } }),
  });
}

const certificates = createCertificates();
const { server, authority } = certificates;
const collector = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: take });
const secure = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  tls: { cert: Bun.file(server.certificate), key: Bun.file(server.key) },
  fetch: take,
});
afterAll(async () => {
  await Promise.all([collector.stop(true), secure.stop(true)]);
  certificates[Symbol.dispose]();
});

const { origin } = collector.url;
const secureOrigin = `https://localhost:${secure.port}`;
const GENERAL = "OTEL_EXPORTER_OTLP_ENDPOINT";
const TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const METRICS = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

const rowsWith = (env: Env) => withProcessEnv(env, telemetryRows);
const paths = () => received.map(({ path }) => path).sort();

test.each<readonly [string, Env, readonly string[]]>([
  ["the general endpoint", { [GENERAL]: origin }, ["/v1/metrics", "/v1/traces"]],
  ["one with a slash", { [GENERAL]: `${origin}/otlp/` }, ["/otlp/v1/metrics", "/otlp/v1/traces"]],
  ["an empty one for traces", { [GENERAL]: origin, [TRACES]: "" }, ["/v1/metrics", "/v1/traces"]],
  ["a blank one for traces", { [GENERAL]: origin, [TRACES]: " " }, ["/v1/metrics", "/v1/traces"]],
  ["one for traces alone", { [TRACES]: `${origin}/mine` }, ["/mine"]],
  ["one for metrics alone", { [METRICS]: `${origin}/mine` }, ["/mine"]],
  ["both", { [GENERAL]: origin, [TRACES]: `${origin}/mine` }, ["/mine", "/v1/metrics"]],
  ["no exporter of traces", { [GENERAL]: origin, OTEL_TRACES_EXPORTER: "none" }, ["/v1/metrics"]],
  ["no exporter of metrics", { [GENERAL]: origin, OTEL_METRICS_EXPORTER: "none" }, ["/v1/traces"]],
])("asks where telemetry goes with %s", async (_, env, asked) => {
  const rows = await rowsWith(env);
  expect(rows.map(({ level }) => level)).toEqual(asked.map(() => "ok"));
  expect(rows[0]?.detail).toMatch(/^The collector at http.* takes (spans|metrics)\.$/);
  expect(paths()).toEqual([...asked]);
});

test.each<Env>([{}, { [GENERAL]: "", [TRACES]: "" }, { [GENERAL]: origin, OTEL_SDK_DISABLED: "true" }])(
  "says that no collector is set with %p",
  async (env) => {
    expect(await rowsWith(env)).toMatchObject([
      { level: "ok", detail: expect.stringMatching(/^No collector is set/) },
    ]);
    expect(received).toEqual([]);
  },
);

test("sends the headers that are set, those for traces first", async () => {
  await rowsWith({
    [TRACES]: origin,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=otp,x-key=general",
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-key=a%20key",
  });
  expect(received[0]?.headers.get("x-team")).toBe("otp");
  expect(received[0]?.headers.get("x-key")).toBe("a key");
});

describe("a private authority", () => {
  test("that is not set keeps spans from being taken", async () => {
    expect(await rowsWith({ [TRACES]: secureOrigin })).toMatchObject([
      {
        level: "warning",
        subject: TRACES,
        detail: expect.stringMatching(/does not take spans: .*certificate/),
      },
    ]);
    expect(received).toEqual([]);
  });

  test("whose file cannot be read is named", async () => {
    const env = { [TRACES]: secureOrigin, OTEL_EXPORTER_OTLP_CERTIFICATE: "nowhere.pem" };
    expect((await rowsWith(env))[0]).toMatchObject({
      level: "warning",
      detail: expect.stringContaining("OTEL_EXPORTER_OTLP_CERTIFICATE"),
    });
  });

  test("that is set lets them be taken", async () => {
    const env = { [TRACES]: secureOrigin, OTEL_EXPORTER_OTLP_CERTIFICATE: authority };
    expect(await rowsWith(env)).toMatchObject([{ level: "ok" }]);
  });
});

describe("warns of a collector", () => {
  test.each(["401", "404", "500"])("that answers %s", async (status) => {
    expect(await rowsWith({ [METRICS]: `${origin}/${status}/v1/metrics` })).toMatchObject([
      {
        level: "warning",
        subject: METRICS,
        detail: expect.stringContaining(`does not take metrics: it answers ${status}`),
        remedy: expect.any(String),
      },
    ]);
  });

  test("that redirects, without following it", async () => {
    expect(await rowsWith({ [TRACES]: `${origin}/307/v1/traces` })).toMatchObject([
      { level: "warning", detail: expect.stringContaining("it answers 307") },
    ]);
    expect(paths()).toEqual(["/307/v1/traces"]);
  });

  test("that does not speak OTLP", async () => {
    expect(await rowsWith({ [TRACES]: `${origin}/html` })).toContainEqual(
      expect.objectContaining({ level: "warning", detail: expect.stringContaining("could not deserialize") }),
    );
  });

  test("that is not there, without user and password", async () => {
    const rows = await rowsWith({ [TRACES]: "http://me:canary@127.0.0.1:1/v1/traces?key=canary" });
    expect(rows).toMatchObject([
      {
        level: "warning",
        detail: expect.stringMatching(/at http:\/\/127\.0\.0\.1:1\/v1\/traces does not take spans/),
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain("canary");
  });
});

test.each(["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"])(
  "names %s when a header in it cannot be read, without its value",
  async (name) => {
    const rows = await rowsWith({ [TRACES]: origin, [name]: "x-a=50%,x-b=fine,x-secret" });
    expect(rows).toMatchObject([
      { level: "warning", detail: expect.stringMatching(new RegExp(`^${name} .*cannot be read`)) },
      { level: "ok", detail: expect.stringMatching(/takes spans/) },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/50%|secret/);
    expect(received[0]?.headers.get("x-b")).toBe("fine");
  },
);
