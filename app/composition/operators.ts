/** What operators ordered and what is noted for them, which outlives a change of the configuration. Made only where the console is served. */
import { hostname } from "node:os";
import { version } from "../../package.json";
import { createAuditTrail } from "../../domain/audit/trail.ts";
import type { Clock, Random, Secrets } from "../../domain/ports.ts";
import type { Store } from "../../domain/storage/store.ts";
import { createFollowedOrders, type FollowedOrders } from "../../domain/use-cases/operators/follow-orders.ts";
import { createSuspicions, type Suspicions } from "../../domain/use-cases/operators/suspicions.ts";
import type { ProcessHealth } from "../service/process-health.ts";
import type { Background } from "./background.ts";
import { createProcessNotes, type ProcessNotes } from "./process-notes.ts";

export interface Operators {
  readonly orders: FollowedOrders;
  readonly suspicions: Suspicions;
  readonly processes: ProcessNotes;
  /** What stays the same of this process. */
  readonly self: Pick<ProcessHealth, "id" | "host" | "pid" | "version" | "startedAt">;
}

export interface OperatorParts {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly background: Background;
  readonly report: (error: unknown) => void;
}

export function createOperators(parts: OperatorParts): Operators {
  const { store, secrets, clock, random, background, report } = parts;
  const observer = { recorded() {}, shortened() {} };
  const trail = createAuditTrail({ store: store.audit, secrets, clock, observer });
  return {
    orders: createFollowedOrders({ trail, clock, report }),
    suspicions: createSuspicions({ store, secrets, background: (work) => background.run(() => work) }),
    processes: createProcessNotes(store),
    self: {
      id: random.token(12).replace(/[^a-z]/g, (sign) => String.fromCharCode(97 + (sign.charCodeAt(0) % 26))),
      host: hostname(),
      pid: process.pid,
      version,
      startedAt: clock.now(),
    },
  };
}
