/** Ramz as it is composed everywhere, with a provider that accepts at once. */
import { join } from "node:path";
import { compose, type Overrides, type Ramz } from "../../app/compose.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/serve.ts";
import type { Provider } from "../../domain/delivery.ts";
import type { Subject, Target } from "./subject.ts";

export interface Instant {
  readonly provider: Provider;
  /** The code it carried last. */
  lastCode(): string;
}

export function instantProvider(): Instant {
  let code = "";
  const provider: Provider = {
    name: "instant",
    account: "instant",
    channels: ["sms"],
    explain: () => null,
    async deliver(message) {
      code = message.code;
      return { outcome: "accepted", messageId: "1" };
    },
  };
  return { provider, lastCode: () => code };
}

export async function composeRamz(
  store: string,
  { provider }: Instant,
  further: Overrides = {},
): Promise<Ramz> {
  const collector = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  const env = {
    RAMZ_SECRET: "a-secret-for-the-benchmark-and-nothing-else",
    RAMZ_STORE: store,
    ...(collector && { OTEL_EXPORTER_OTLP_ENDPOINT: collector }),
  };
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const composed = await compose(loaded.config, env, { providers: [provider], ...further });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  return composed.ramz;
}

export function openRamz(folder: string): Promise<Subject> {
  return open(join(folder, "ramz.db"));
}

/** The same with every span exported over OTLP, to a collector in the client that swallows them. */
export function openTraced(folder: string): Promise<Subject> {
  return open(join(folder, "ramz-traced.db"));
}

async function open(file: string): Promise<Subject> {
  const instant = instantProvider();
  const ramz = await composeRamz(`sqlite:${file}`, instant);
  const { url } = listen(ramz, { host: "127.0.0.1", port: 0 });
  let numbers = 0;

  const start = async (): Promise<Target> => {
    const to = `090${String(numbers++).padStart(8, "0")}`;
    const id = await startedId(ramz, to);
    return { id, code: instant.lastCode() };
  };
  return {
    port: Number(url.port),
    async prepare(count) {
      const targets: Target[] = [];
      while (targets.length < count) targets.push(await start());
      return targets;
    },
  };
}

export async function startedId({ otp }: Ramz, to: string): Promise<string> {
  const verdict = await otp.start({
    app: "default",
    to,
    channel: "sms",
    locale: "fa",
    purpose: "default",
    traceId: "0af7651916cd43dd8448eb211c80319c",
  });
  if (verdict.kind !== "sent") throw new Error(`a start was answered with "${verdict.kind}"`);
  return verdict.verification.id;
}
