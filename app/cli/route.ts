/** `ramz route`: what is known of each provider at an operator, and the order that follows. */
import type { RouteView } from "../service/service.ts";
import { reasonText } from "../service/route-text.ts";
import { messageOf, refuse } from "./fail.ts";
import { openStored } from "./open-ramz.ts";
import { storeName } from "./store-name.ts";

export interface RouteOptions {
  readonly operator?: string;
  readonly app?: string;
  readonly json?: boolean;
}

/** Exit code 1 when nothing was counted for what was asked. Sends nothing. */
export async function routeCommand({ json = false, ...query }: RouteOptions): Promise<void> {
  const opened = await openStored();
  if (opened === null) return;
  const { config, ramz } = opened;
  try {
    const routes = await ramz.routes(query);
    if (routes.length === 0) {
      const isFixed = config.apps.every(({ routing }) => routing.mode === "fixed");
      return refuse(
        isFixed
          ? "Nothing is counted, because RAMZ_ROUTING is fixed. Set it to monitor or learn."
          : `Nothing was counted in the last 24 hours${query.operator === undefined ? "" : ` for ${query.operator}`}. Check the operator, the app and RAMZ_STORE.`,
      );
    }
    if (json) console.log(JSON.stringify(routes, null, 2));
    else console.log(routes.map(routeTable).join("\n\n"));
  } catch (error) {
    refuse(`The store "${storeName(config.store)}" does not answer: ${messageOf(error)}.`);
  } finally {
    await ramz.close();
  }
}

const COLUMNS = ["place", "provider", "24 h", "share", "bounds", "1 h", "health", "rial"] as const;

/** A route as a table, with the reasons below. */
export function routeTable({ app, operator, channel, mode, rows, reasons }: RouteView): string {
  const cells = rows.map(({ place, provider, day, hour, share, low, high, health, rial }) => [
    String(place),
    provider,
    `${day.score}/${day.sends}`,
    percent(share),
    `${percent(Math.max(0, low))}–${percent(Math.min(1, high))}`,
    `${hour.score}/${hour.sends}`,
    health,
    rial === null ? "-" : String(Math.round(rial)),
  ]);
  const all: readonly (readonly string[])[] = [COLUMNS, ...cells];
  const widths = COLUMNS.map((_, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const why = reasons.map((reason) => `  ${reasonText(reason, operator).en}`);
  return [
    `${operator}, app ${app}, channel ${channel}, ${mode}`,
    ...lines.map((line) => `  ${line}`),
    ...(why.length === 0 ? ["  The order is the configured one."] : why),
  ].join("\n");
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
