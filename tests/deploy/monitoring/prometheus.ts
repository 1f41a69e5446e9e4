/** A real Prometheus with the configuration that comes with Ramz; only the target and the intervals differ. */
import { join } from "node:path";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { eventually } from "../../support/http.ts";
import { closedPort } from "../../support/ports.ts";
import { PROMETHEUS, programPath } from "../../support/programs.ts";
import { tempFolder } from "../../support/process.ts";

const DEPLOYED = join(import.meta.dir, "../../../app/deploy/prometheus");
const STARTS_WITHIN_MS = 20_000;

const QueryReply = Type.Object({
  data: Type.Object({
    result: Type.Array(Type.Object({ value: Type.Tuple([Type.Number(), Type.String()]) })),
  }),
});
const AlertsReply = Type.Object({
  data: Type.Object({
    alerts: Type.Array(
      Type.Object({ labels: Type.Record(Type.String(), Type.String()), state: Type.String() }),
    ),
  }),
});

export interface Prometheus extends AsyncDisposable {
  /** The values of an instant query now. Throws with Prometheus' own words when it is not valid. */
  query(text: string): Promise<readonly number[]>;
  /** The names of the alerts that are raised. */
  firing(): Promise<readonly string[]>;
}

export async function startPrometheus(target: string): Promise<Prometheus> {
  const folder = tempFolder();
  const port = await closedPort();
  const config = Object(Bun.YAML.parse(await Bun.file(join(DEPLOYED, "prometheus.yml")).text()));
  const [job] = config.scrape_configs;
  folder.write(
    "prometheus.yml",
    JSON.stringify({
      ...config,
      global: { scrape_interval: "500ms", scrape_timeout: "500ms", evaluation_interval: "500ms" },
      rule_files: config.rule_files.map((file: string) => join(DEPLOYED, file)),
      scrape_configs: [{ ...job, static_configs: [{ targets: [target] }] }],
    }),
  );
  const child = Bun.spawn(
    [
      programPath(PROMETHEUS),
      `--config.file=${folder.path}/prometheus.yml`,
      `--storage.tsdb.path=${folder.path}/tsdb`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
    ],
    { stdout: "ignore", stderr: "pipe" },
  );
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(await child.stderr.text());
      return fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    Boolean,
    STARTS_WITHIN_MS,
  );
  return {
    async query(text) {
      const reply = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: text })}`);
      if (!reply.ok) throw new Error(await reply.text());
      const { data } = Value.Decode(QueryReply, await reply.json());
      return data.result.map(({ value: [, value] }) => Number(value));
    },
    async firing() {
      const reply = await fetch(`${url}/api/v1/alerts`);
      const { data } = Value.Decode(AlertsReply, await reply.json());
      return data.alerts.flatMap(({ labels, state }) =>
        state === "firing" ? [labels["alertname"] ?? ""] : [],
      );
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.exited;
      folder[Symbol.dispose]();
    },
  };
}
