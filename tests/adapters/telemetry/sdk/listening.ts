/** Telemetry over a simulated clock, and every line of its log. */
import { startTelemetry, type Telemetry } from "../../../../adapters/telemetry/telemetry.ts";
import { createSimClock, type SimClock } from "../../../support/sim-clock.ts";

export interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Listening {
  readonly clock: SimClock;
  readonly telemetry: Telemetry;
  readonly lines: Line[];
}

export async function startListening(): Promise<Listening> {
  const clock = createSimClock();
  const lines: Line[] = [];
  const telemetry = await startTelemetry({
    exports: false,
    version: "test",
    clock,
    redact: (text) => text,
    log: (level, message, fields = {}) => void lines.push({ level, message, fields }),
  });
  return { clock, telemetry, lines };
}
