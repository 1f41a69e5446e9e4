/** Why the order of a send is not the configured one, in a sentence for an operator. */
import type { RouteReason } from "../../domain/routing/order.ts";

/** E.g. `ippanel is weak for IR-Irancell: 41 of 120 codes came back in 24 h`. */
export function reasonText(reason: RouteReason, operator: string): string {
  const { provider } = reason;
  switch (reason.why) {
    case "weak":
    case "sick": {
      const { sends, score } = reason.evidence;
      const span = reason.why === "weak" ? "in 24 h" : "in the last hour";
      const counts = `${Math.round(score)} of ${Math.round(sends)} codes came back ${span}`;
      return `${provider} is ${reason.why} for ${operator}: ${counts}`;
    }
    case "exploring":
      return `${provider} is first to be measured for ${operator}`;
    case "cheaper":
      return `${provider} is cheaper than a provider before it and proven to be as good for ${operator}`;
  }
}
