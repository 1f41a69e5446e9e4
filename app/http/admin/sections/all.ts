/** The sections of the console, in the order of its navigation. */
import type { Section } from "../section.ts";
import { acts } from "./acts.tsx";
import { delivery } from "./delivery/delivery.tsx";
import { find } from "./find.ts";
import { guard } from "./guard/guard.tsx";
import { health } from "./health/health.tsx";
import { routes } from "./routes/routes.tsx";
import { spend } from "./spend.tsx";
import { testSend } from "./test/test-send.tsx";
import { unblock } from "./unblock.tsx";

export const SECTIONS: readonly [Section, ...Section[]] = [
  find,
  health,
  delivery,
  routes,
  guard,
  spend,
  testSend,
  unblock,
  acts,
];
