/** How a caller's trace is read from a request, from OTEL_PROPAGATORS, as `@opentelemetry/sdk-node` does. */
import { diag, type TextMapPropagator } from "@opentelemetry/api";
import {
  CompositePropagator,
  getStringListFromEnv,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";

const NAME = "OTEL_PROPAGATORS";

/** W3C Trace Context and Baggage by default; reads nothing where the variable says "none" or names none that is known. */
export async function propagatorFromEnv(): Promise<TextMapPropagator> {
  const names = getStringListFromEnv(NAME) ?? [];
  if (names.includes("none")) return new CompositePropagator({ propagators: [] });
  const wanted = names.length > 0 ? [...new Set(names)] : ["tracecontext", "baggage"];
  const propagators = await Promise.all(wanted.map(propagatorOf));
  return new CompositePropagator({ propagators: propagators.flat() });
}

async function propagatorOf(name: string): Promise<readonly TextMapPropagator[]> {
  switch (name) {
    case "tracecontext":
      return [new W3CTraceContextPropagator()];
    case "baggage":
      return [new W3CBaggagePropagator()];
    // They differ in what they write only, and Ramz passes no trace on.
    case "b3":
    case "b3multi": {
      const { B3Propagator } = await import("@opentelemetry/propagator-b3");
      return [new B3Propagator()];
    }
    default:
      diag.warn(`${NAME} has "${name}", which is not supported and left out.`);
      return [];
  }
}
