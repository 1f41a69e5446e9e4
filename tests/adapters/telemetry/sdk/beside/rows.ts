/** Settings that Ramz and the library's Node SDK are started with, one row each. */

export interface Row {
  /** Of the other rows each is set beside `COMMON`; null unsets. */
  readonly env: Readonly<Record<string, string | null>>;
  /** What Ramz writes to its log of a value that cannot be read; nothing is written where it is absent. */
  readonly warns?: RegExp;
  /** How long to wait before the end, for what leaves by itself. */
  readonly waitMs?: number;
  /** Spans without a caller are left out, because their trace ids are random. */
  readonly callersOnly?: boolean;
  /** Compared with `startNodeSdk`, the successor of `NodeSDK`, where the two differ. */
  readonly successor?: boolean;
}

/** `{collector}`, `{slow}`, `{secure}`, `{mutual}`, `{grpc}`, `{grpcs}`: addresses; `{authority}`, `{certificate}`, `{key}`: files. */
export const COMMON: Row["env"] = {
  OTEL_EXPORTER_OTLP_ENDPOINT: "{collector}",
  OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  OTEL_EXPORTER_OTLP_TIMEOUT: "300",
};

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
const TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const METRICS = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
const PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
const SAMPLER = "OTEL_TRACES_SAMPLER";
const ARG = "OTEL_TRACES_SAMPLER_ARG";

const row = (env: Row["env"], warns?: RegExp, more: Omit<Row, "env" | "warns"> = {}): Row => ({
  env,
  ...(warns && { warns }),
  ...more,
});
const each = (name: string, values: readonly string[], warns?: RegExp): readonly Row[] =>
  values.map((value) => row({ [name]: value }, warns));

const endpoints = [
  ...each(ENDPOINT, ["{collector}", "{collector}/", "{collector}/otlp", "{collector}/otlp/", " {collector}"]),
  ...each(ENDPOINT, ["{collector} ", '"{collector}"', "127.0.0.1:1"], /could not parse|not a valid URL/i),
  ...each(ENDPOINT, ["localhost:1", "ftp://127.0.0.1"], /OTEL_EXPORTER_OTLP_ENDPOINT has no http/),
  ...each(TRACES, ["{collector}", "{collector}/mine", "{collector}/mine/", "{collector}/mine ", "", " "]),
  ...each(METRICS, ["{collector}", "{collector}/mine", ""]),
  row({ [ENDPOINT]: null, [TRACES]: "{collector}/mine" }),
  row({ [ENDPOINT]: null, [METRICS]: "{collector}/mine" }),
  row({ [ENDPOINT]: "", [TRACES]: "{collector}/mine" }),
  row({ [ENDPOINT]: null, OTEL_TRACES_EXPORTER: "otlp" }),
];

const headers = [
  ...each("OTEL_EXPORTER_OTLP_HEADERS", [
    "x-a=1",
    "x-a=1,x-b=2",
    " x-a = 1 ",
    "x-a=a%20b%2Cc",
    "x-a=b=c",
    "",
  ]),
  ...each("OTEL_EXPORTER_OTLP_HEADERS", ["x-a", "x-a=50%,x-b=2", "x-a="], /OTLP_HEADERS has a header/),
  row({ OTEL_EXPORTER_OTLP_HEADERS: "x-a=1,x-b=2", OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-a=3" }),
  row({ OTEL_EXPORTER_OTLP_METRICS_HEADERS: "x-a=3" }),
  row({ OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-a" }, /OTLP_TRACES_HEADERS has a header/),
];

const grpc = { [ENDPOINT]: "{grpc}", [PROTOCOL]: "grpc" };
const transports = [
  ...each(PROTOCOL, ["http/json", "http/protobuf", ""]),
  ...each(PROTOCOL, ["thrift", "HTTP/JSON"], /OTEL_EXPORTER_OTLP_PROTOCOL is ".*not supported/),
  row({ [PROTOCOL]: "http/json " }, undefined, { successor: true }),
  row({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/protobuf" }),
  row({ OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: "http/protobuf" }),
  row(grpc),
  row({ ...grpc, OTEL_EXPORTER_OTLP_HEADERS: "x-a=1" }),
  row({ ...grpc, OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" }),
  row({ ...grpc, [ENDPOINT]: "{grpcs}", OTEL_EXPORTER_OTLP_CERTIFICATE: "{authority}" }),
  row({ ...grpc, [ENDPOINT]: "{grpcs}" }),
  ...each("OTEL_EXPORTER_OTLP_COMPRESSION", ["gzip", "none", "", "gzip "]),
  ...each("OTEL_EXPORTER_OTLP_COMPRESSION", ["zstd"], /OTEL_EXPORTER_OTLP_COMPRESSION is invalid/),
  row({ OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: "gzip" }),
  row({ OTEL_EXPORTER_OTLP_COMPRESSION: "gzip", OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: "none" }),
];

const secure = { [ENDPOINT]: "{secure}" };
const client = {
  OTEL_EXPORTER_OTLP_CERTIFICATE: "{authority}",
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: "{certificate}",
  OTEL_EXPORTER_OTLP_CLIENT_KEY: "{key}",
};
const certificates = [
  row(secure),
  row({ ...secure, OTEL_EXPORTER_OTLP_CERTIFICATE: "{authority}" }),
  row({ ...secure, OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: "{authority}" }),
  row({ ...secure, OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: "{authority}" }),
  row({ ...secure, OTEL_EXPORTER_OTLP_CERTIFICATE: "nowhere.pem" }, /OTEL_EXPORTER_OTLP_CERTIFICATE/),
  row({ [ENDPOINT]: "{mutual}", ...client }),
  row({ [ENDPOINT]: "{mutual}", OTEL_EXPORTER_OTLP_CERTIFICATE: "{authority}" }),
  row(
    { [ENDPOINT]: "{mutual}", ...client, OTEL_EXPORTER_OTLP_CLIENT_KEY: "nowhere.key" },
    /OTEL_EXPORTER_OTLP_CLIENT_KEY/,
  ),
];

const slow = { [ENDPOINT]: "{slow}", OTEL_METRICS_EXPORTER: "none" };
const timeouts = [
  row({ ...slow, OTEL_EXPORTER_OTLP_TIMEOUT: "50" }),
  row({ ...slow, OTEL_EXPORTER_OTLP_TIMEOUT: "3000", OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: "50" }),
  row({ ...slow, OTEL_EXPORTER_OTLP_TIMEOUT: "3000" }),
  ...each("OTEL_EXPORTER_OTLP_TIMEOUT", ["0", "-1", "soon"], /OTEL_EXPORTER_OTLP_TIMEOUT/),
];

const switches = [
  ...each("OTEL_SDK_DISABLED", ["true", "TRUE", " true ", "false", ""]),
  ...each("OTEL_SDK_DISABLED", ["1", "yes"], /OTEL_SDK_DISABLED/),
];

const exporters = [
  ...each("OTEL_TRACES_EXPORTER", [
    "otlp",
    "console",
    "none",
    "otlp,console",
    " otlp , console ",
    "otlp,otlp",
    "",
  ]),
  ...each(
    "OTEL_TRACES_EXPORTER",
    ["stackdriver", "otlp,stackdriver"],
    /OTEL_TRACES_EXPORTER has "stackdriver"/,
  ),
  row({ OTEL_TRACES_EXPORTER: "console,none" }, undefined, { successor: true }),
  ...each("OTEL_METRICS_EXPORTER", ["otlp", "console", "none", "otlp,console", "console,none", ""]),
  ...each("OTEL_METRICS_EXPORTER", ["stackdriver"], /OTEL_METRICS_EXPORTER has "stackdriver"/),
  ...["prometheus", "otlp,prometheus"].map((OTEL_METRICS_EXPORTER) =>
    row({ OTEL_METRICS_EXPORTER, OTEL_EXPORTER_PROMETHEUS_PORT: "{free}" }, undefined, { waitMs: 50 }),
  ),
  row(
    {
      OTEL_METRICS_EXPORTER: "prometheus",
      OTEL_EXPORTER_PROMETHEUS_HOST: "127.0.0.1",
      OTEL_EXPORTER_PROMETHEUS_PORT: "{free}",
    },
    undefined,
    { waitMs: 50 },
  ),
];

const ratio = (arg: string, warns?: RegExp, more?: Omit<Row, "env" | "warns">) =>
  ["traceidratio", "parentbased_traceidratio"].map((name) =>
    row({ [SAMPLER]: name, [ARG]: arg }, warns, more),
  );
const samplers = [
  ...each(SAMPLER, ["always_on", "always_off", "parentbased_always_on", "parentbased_always_off", ""]),
  ...each(SAMPLER, ["sometimes", "Always_On"], /OTEL_TRACES_SAMPLER is/),
  ...["0", "1", "0.0", " 1 "].flatMap((arg) => ratio(arg)),
  ...ratio("0.5", undefined, { callersOnly: true }),
  ...["10%", "ten", "-0.1", "10"].flatMap((arg) => ratio(arg, /OTEL_TRACES_SAMPLER_ARG/)),
  row({ [SAMPLER]: "always_off", [ARG]: "1" }),
];

const propagators = [
  ...each("OTEL_PROPAGATORS", [
    "tracecontext",
    "baggage",
    "b3",
    "b3multi",
    "none",
    "",
    "tracecontext,baggage",
  ]),
  ...each("OTEL_PROPAGATORS", ["tracecontext,b3", "b3, tracecontext ", "b3,b3multi", "tracecontext,none"]),
  ...each("OTEL_PROPAGATORS", ["jaeger", "tracecontext,jaeger"], /OTEL_PROPAGATORS has "jaeger"/),
];

const resources = [
  row({ OTEL_SERVICE_NAME: "codes" }),
  row({ OTEL_RESOURCE_ATTRIBUTES: "service.name=codes,a=b, c = d%2Ce " }),
  row({ OTEL_SERVICE_NAME: "codes", OTEL_RESOURCE_ATTRIBUTES: "service.name=other,service.instance.id=one" }),
  ...each("OTEL_RESOURCE_ATTRIBUTES", ["a=b,c", "a=50%", "a=b=c"], /OTEL_RESOURCE_ATTRIBUTES cannot be read/),
  ...each("OTEL_RESOURCE_ATTRIBUTES", ["", ",", " "]),
  ...["all", "none", "env", "host,os", "process,serviceinstance"].map((name) =>
    row({ OTEL_NODE_RESOURCE_DETECTORS: name, OTEL_SERVICE_NAME: "codes" }),
  ),
  ...each("OTEL_NODE_RESOURCE_DETECTORS", ["env,cloud"], /OTEL_NODE_RESOURCE_DETECTORS has "cloud"/),
];

const batches = [
  row({ OTEL_BSP_SCHEDULE_DELAY: "20" }, undefined, { waitMs: 100 }),
  row({}, undefined, { waitMs: 100 }),
  ...each("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", ["1", "3"]),
  row({ OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "2", OTEL_BSP_MAX_QUEUE_SIZE: "4" }),
  row({ OTEL_BSP_MAX_QUEUE_SIZE: "4" }),
  row({ ...slow, OTEL_EXPORTER_OTLP_TIMEOUT: "3000", OTEL_BSP_EXPORT_TIMEOUT: "50" }),
  ...["SCHEDULE_DELAY", "MAX_EXPORT_BATCH_SIZE", "MAX_QUEUE_SIZE", "EXPORT_TIMEOUT"].flatMap((name) => [
    ...each(`OTEL_BSP_${name}`, ["0", "-1", "many"], new RegExp(`OTEL_BSP_${name}`)),
    ...each(`OTEL_BSP_${name}`, [""]),
  ]),
];

const LIMITS = [
  "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT",
  "OTEL_ATTRIBUTE_COUNT_LIMIT",
  "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
  "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
  "OTEL_SPAN_EVENT_COUNT_LIMIT",
  "OTEL_SPAN_LINK_COUNT_LIMIT",
  "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT",
  "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT",
];
const limits = [
  ...LIMITS.flatMap((name) => each(name, ["1", "0"])),
  ...LIMITS.slice(0, 3).flatMap((name) => each(name, ["few", "-1"], new RegExp(name))),
  row({ OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "2", OTEL_ATTRIBUTE_COUNT_LIMIT: "1" }),
];

const TEMPORALITY = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";
const metrics = [
  row({ OTEL_METRIC_EXPORT_INTERVAL: "30" }, undefined, { waitMs: 100 }),
  row({ OTEL_METRIC_EXPORT_INTERVAL: "30", OTEL_METRIC_EXPORT_TIMEOUT: "60" }, /OTEL_METRIC_EXPORT_TIMEOUT/),
  ...each("OTEL_METRIC_EXPORT_INTERVAL", ["0", "-1", "often"], /OTEL_METRIC_EXPORT_INTERVAL/),
  ...each("OTEL_METRIC_EXPORT_TIMEOUT", ["100"]),
  ...each(TEMPORALITY, ["cumulative", "delta", "DELTA", "lowmemory", ""]),
  ...each(TEMPORALITY, ["differences"], new RegExp(TEMPORALITY)),
  row({ OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: "explicit_bucket_histogram" }),
];

export const ROWS: Readonly<Record<string, readonly Row[]>> = {
  endpoints,
  headers,
  transports,
  certificates,
  timeouts,
  switches,
  exporters,
  samplers,
  propagators,
  resources,
  batches,
  limits,
  metrics,
};
