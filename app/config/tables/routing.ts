/** `[routing]`: whether the order of providers follows what arrives, and what messages cost. */
import { type SchemaOptions, type Static, Type } from "@sinclair/typebox";
import type { RoutingRules } from "../../../domain/routing/routing.ts";
import { closed, notes } from "../setting.ts";
import { ANY_NAME } from "./providers.ts";

/** The service's has a default and a variable; an app's is optional. */
function mode(options: SchemaOptions) {
  return Type.Union([Type.Literal("fixed"), Type.Literal("monitor"), Type.Literal("learn")], options);
}

function prefer(options: SchemaOptions) {
  return Type.Union([Type.Literal("configured"), Type.Literal("cheapest")], options);
}

const PREFER =
  "configured: providers that are well keep their order. cheapest: a cheaper one goes before a dearer one once it is proven to be as good.";

export const RoutingSchema = Type.Object(
  {
    mode: mode({
      default: "fixed",
      ...notes(
        "RAMZ_ROUTING",
        "fixed: providers are tried in the order of the chain. learn: the order follows which codes come back, by operator. monitor: as fixed, and the order that learn would take is logged.",
      ),
    }),
    prefer: prefer({ default: "configured", ...notes("RAMZ_ROUTING_PREFER", PREFER) }),
    prices: Type.Record(Type.String({ pattern: ANY_NAME }), Type.Number({ minimum: 0 }), {
      default: {},
      description:
        "Rial a message, by provider. Without an entry it is the mean of what the vendor reported in the last 24 hours.",
    }),
  },
  { ...closed, default: {} },
);

export const AppRoutingSchema = Type.Object(
  {
    mode: Type.Optional(mode({ description: "Whether its order follows which codes come back." })),
    prefer: Type.Optional(prefer({ description: PREFER })),
  },
  { ...closed, default: {} },
);

/** An app's rules over those of the service. Prices are the vendors', so they are the same for all apps. */
export function routingRulesOf(
  service: RoutingRules,
  written: Static<typeof AppRoutingSchema>,
): RoutingRules {
  return { ...service, ...written };
}
