/** What the doctor says of a collector: by the rules the spans are exported by. */
import { afterAll, beforeEach, expect, test } from "bun:test";
import { examineTelemetry } from "../../../app/cli/doctor/telemetry.ts";
import type { Env } from "../../support/process.ts";

let received: { readonly path: string; readonly headers: Headers }[];
beforeEach(() => {
  received = [];
});
const collector = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch({ url, headers }) {
    received.push({ path: new URL(url).pathname, headers });
    return Response.json({});
  },
});
afterAll(() => collector.stop(true));

const { origin } = collector.url;
const GENERAL = "OTEL_EXPORTER_OTLP_ENDPOINT";
const TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

test.each<readonly [string, Env, string]>([
  ["the general endpoint", { [GENERAL]: origin }, "/v1/traces"],
  ["one with a slash", { [GENERAL]: `${origin}/otlp/` }, "/otlp/v1/traces"],
  ["the general endpoint, and an empty one for traces", { [GENERAL]: origin, [TRACES]: "" }, "/v1/traces"],
  ["the general endpoint, and a blank one for traces", { [GENERAL]: origin, [TRACES]: " " }, "/v1/traces"],
  ["one for traces alone", { [TRACES]: `${origin}/mine` }, "/mine"],
  ["both", { [GENERAL]: "http://127.0.0.1:1", [TRACES]: `${origin}/mine` }, "/mine"],
])("asks where spans go with %s", async (_, env, path) => {
  expect(await examineTelemetry(env)).toMatchObject([
    { level: "ok", detail: expect.stringMatching(/takes spans/) },
  ]);
  expect(received.map((one) => one.path)).toEqual([path]);
});

test.each<Env>([{}, { [GENERAL]: "", [TRACES]: "" }, { [GENERAL]: origin, OTEL_TRACES_EXPORTER: "none" }])(
  "says that no collector is set with %p",
  async (env) => {
    expect(await examineTelemetry(env)).toMatchObject([
      { level: "ok", detail: expect.stringMatching(/^No collector is set/) },
    ]);
    expect(received).toEqual([]);
  },
);

test("sends the headers that are set, those for traces first", async () => {
  const headers = {
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=otp,x-key=general",
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-key=a%20key",
  };
  await examineTelemetry({ [GENERAL]: origin, ...headers });
  expect(received[0]?.headers.get("x-team")).toBe("otp");
  expect(received[0]?.headers.get("x-key")).toBe("a key");
});

test.each(["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"])(
  "names %s when a header in it cannot be read, without its value",
  async (name) => {
    const rows = await examineTelemetry({ [GENERAL]: origin, [name]: "x-a=50%,x-b=fine,x-secret" });
    expect(rows).toMatchObject([
      { level: "warning", subject: name, detail: expect.stringMatching(/cannot be read/) },
      { level: "ok", detail: expect.stringMatching(/takes spans/) },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/50%|secret/);
    expect(received[0]?.headers.get("x-b")).toBe("fine");
  },
);
