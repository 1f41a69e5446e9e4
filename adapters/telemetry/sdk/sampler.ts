/** Which traces are exported, from OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG. */
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { Log } from "../log/log.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const ARG = "OTEL_TRACES_SAMPLER_ARG";

/** What cannot be read counts as unset, and is told: a mistake must not drop spans in silence (OpenTelemetry environment variables). */
export function samplerOf(env: Environment, log: Log): Sampler {
  switch (env["OTEL_TRACES_SAMPLER"] ?? "parentbased_always_on") {
    case "always_on":
      return new AlwaysOnSampler();
    case "always_off":
      return new AlwaysOffSampler();
    case "traceidratio":
      return ofShare(env, log);
    case "parentbased_always_off":
      return ofParent(new AlwaysOffSampler());
    case "parentbased_traceidratio":
      return ofParent(ofShare(env, log));
    default:
      return ofParent(new AlwaysOnSampler());
  }
}

const ofParent = (root: Sampler) => new ParentBasedSampler({ root });

function ofShare(env: Environment, log: Log): Sampler {
  const text = env[ARG]?.trim() || "1";
  const share = Number(text);
  if (share >= 0 && share <= 1) return new TraceIdRatioBasedSampler(share);
  log("warn", `${ARG} is no number from 0 to 1, so it counts as unset: all traces are sent`, {
    hint: "Set it to a share, e.g. 0.1 for every tenth trace.",
  });
  return new TraceIdRatioBasedSampler(1);
}
