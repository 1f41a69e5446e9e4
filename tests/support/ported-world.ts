/** A world whose number was ported: its vendor names carriers in receipts, and all that is counted, watched and written is at hand. */
import type { MessageStatus, ReceiptProof } from "../../domain/delivery/receipt.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import type { OutMessage } from "../../domain/routing/outcomes.ts";
import { createRouteMemory } from "../../domain/routing/route-memory.ts";
import { fixedRouting, type RouteDecision, type RoutingMode } from "../../domain/routing/routing.ts";
import { createRateLimiter, type RateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import type { NoteStore } from "../../domain/storage/store.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import { createCarriers } from "../../domain/use-cases/receipts/carriers.ts";
import { createReceipts } from "../../domain/use-cases/receipts/receipts.ts";
import { messagesADay, NO_RULES } from "./quotas.ts";
import { fakeProvider } from "./providers.ts";
import { callbackAt } from "./receipts.ts";
import { createTestSecrets } from "./secrets.ts";
import { createSeeded } from "./seeded.ts";
import { createWorld } from "./world.ts";

/** The test plan's operator of PHONE, and one to which it was ported. */
export const FIRST_OPERATOR = "+98912";
export const NEW_OPERATOR = "+98935";
const secrets = createTestSecrets();

export interface PortedOptions {
  readonly mode?: RoutingMode;
  readonly carriers?: readonly string[] | null;
  /** What a call of the store takes. */
  readonly tripMs?: number;
}

export function portedWorld({
  mode = "learn",
  carriers = [FIRST_OPERATOR, NEW_OPERATOR],
  tripMs = 0,
}: PortedOptions = {}) {
  const decisions: RouteDecision[] = [];
  const counted: { readonly what: string; readonly operator: string }[] = [];
  const watched: string[] = [];
  const codes: string[] = [];
  const written: { readonly name: string; readonly about: string; readonly lifetimeMs: number }[] = [];
  const count = (what: string) => (messages: readonly OutMessage[]) =>
    void counted.push(...messages.map(({ operator }) => ({ what, operator })));
  let next: { readonly statuses: readonly MessageStatus[]; readonly proof: "path" | "signed" } | null = null;
  const made: { take?: () => Promise<unknown>; notes?: NoteStore } = {};
  const world = createWorld({
    policy: { resendWaitMs: 0 },
    ports({ clock, store: inner }) {
      const trip = async <T>(work: () => Promise<T>) => {
        if (tripMs > 0) await clock.sleep(tripMs);
        return work();
      };
      const notes: NoteStore = {
        expect(name, about, lifetimeMs, ...unless) {
          written.push({ name, about, lifetimeMs });
          return trip(() => inner.notes.expect(name, about, lifetimeMs, ...unless));
        },
        add: (...note) => trip(() => inner.notes.add(...note)),
        read: (name) => trip(() => inner.notes.read(name)),
      };
      const store = { ...inner, notes, load: (key: string) => trip(() => inner.load(key)) };
      const observer = {
        noted() {},
        unexpected() {},
        polling: (_: Provider, work: () => Promise<void>) => work(),
        unanswered() {},
      };
      const receipts = createReceipts({ store, secrets, clock, random: createSeeded(7), observer });
      let sent = 0;
      const provider = (name: string): Provider => ({
        ...fakeProvider(name, [{ says: { outcome: "accepted" } }], clock, []),
        account: "vendor",
        async deliver({ code }) {
          codes.push(code);
          return { outcome: "accepted", messageId: `m${++sent}` };
        },
        receipt: () => (next === null ? { kind: "refused" } : { kind: "statuses", ...next }),
        ...(carriers && { carriers }),
      });
      const providers = [provider("a"), provider("b")];
      receipts.listen(({ message }) => count("received")([message]));
      const [vendor] = providers;
      if (vendor === undefined) throw new Error("no provider");
      Object.assign(made, { take: () => receipts.take(vendor, callbackAt(clock.now())), notes });
      return {
        store,
        providers,
        receipts,
        carriers: createCarriers({ notes, secrets }),
        rateLimiter: watching(
          createRateLimiter({
            windows: inner.windows,
            secrets,
            rules: { ...NO_RULES, serviceBudget: messagesADay(1_000) },
          }),
          watched,
        ),
        routing: { ...fixedRouting, mode, memory: createRouteMemory() },
        outcomes: {
          sent: (messages) => count("sent")(messages),
          approved: (message) => count("approved")([message]),
          received() {},
          withdrawn() {},
          routed: (decision) => void decisions.push(decision),
        },
      };
    },
  });
  const { take, notes } = made;
  if (take === undefined || notes === undefined) throw new Error("the world opened no ports");
  /** Starts a verification, after so long, and says for which operator its providers were ordered. */
  const orderedFor = (afterMs = 10 * MINUTE_MS) => {
    world.clock.advance(afterMs);
    world.start();
    return decisions.at(-1)?.operator;
  };
  return {
    world,
    counted,
    watched,
    written,
    notes,
    orderedFor,
    approve: () => world.check(codes.at(-1) ?? ""),
    /** The vendor says of the newest message what became of it. */
    report(carrier?: string, proof: Exclude<ReceiptProof, "asked"> = "signed", messageId = "m1") {
      next = {
        statuses: [{ messageId, state: "delivered", ...(carrier !== undefined && { carrier }) }],
        proof,
      };
      world.clock.run(take());
    },
  };
}

/** Notes the operators by which the guard and the budgets take sends. */
function watching(inner: RateLimiter, watched: string[]): RateLimiter {
  return {
    ...inner,
    reserve(sender, ...further) {
      watched.push(sender.operator);
      return inner.reserve(sender, ...further);
    },
  };
}
