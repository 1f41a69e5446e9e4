/** A world whose provider hears of its messages again: by callbacks, by being asked, or both. */
import type { Callback, CallbackReading, MessageStatus } from "../../domain/delivery/receipt.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import type { NotedReceipt } from "../../domain/use-cases/receipts/receipt-notes.ts";
import { createReceipts, type Receipts } from "../../domain/use-cases/receipts/receipts.ts";
import { fakeProvider } from "./providers.ts";
import { createTestSecrets } from "./secrets.ts";
import { createSeeded } from "./seeded.ts";
import type { SimClock } from "./sim-clock.ts";
import { createWorld, type World } from "./world.ts";
import type { MemoryStore } from "./memory-store.ts";

/** A vendor that gives every message the next id, and answers about them as told. */
export interface ReceiptVendor {
  /** What it says when it is asked, by message. */
  readonly states: Map<string, MessageStatus["state"]>;
  /** The messages of each call, and when it came. */
  readonly asked: { readonly at: number; readonly ids: readonly string[] }[];
  down: boolean;
}

export interface ReceiptWorld extends World {
  readonly receipts: Receipts;
  readonly vendor: ReceiptVendor;
  readonly noted: readonly NotedReceipt[];
  /** Names of providers that got a receipt of no message. */
  readonly unexpected: readonly string[];
  /** Names of providers that were asked and did not answer, and why. */
  readonly unanswered: readonly string[];
  readonly provider: Provider;
  /** The vendor calls with these statuses, proven as `proof` says. */
  call(statuses: readonly MessageStatus[], proof?: "path" | "signed"): string;
  /** Lets so much time pass, with a look at the vendor every second. */
  pass(ms: number): void;
  /** Another process over the same store and vendor. */
  anotherProcess(): Receipts;
}

export interface ReceiptWorldOptions {
  readonly reads?: (callback: Callback) => CallbackReading;
  readonly polled?: boolean;
  readonly batchSize?: number;
}

export function createReceiptWorld(options: ReceiptWorldOptions = {}): ReceiptWorld {
  const { polled = true, batchSize = 2 } = options;
  const vendor: ReceiptVendor = { states: new Map(), asked: [], down: false };
  const noted: NotedReceipt[] = [];
  const unexpected: string[] = [];
  const unanswered: string[] = [];
  let next: CallbackReading = { kind: "refused" };
  const made: { receipts?: Receipts; provider?: Provider; open?: () => Receipts } = {};

  const world = createWorld({
    policy: { resendWaitMs: 0 },
    ports({ clock, store }) {
      const open = () => receiptsOver(store, clock, noted, unexpected, unanswered);
      const receipts = open();
      const provider = vendorProvider(vendor, clock, {
        polled,
        batchSize,
        reads: options.reads ?? (() => next),
      });
      Object.assign(made, { receipts, provider, open });
      return { providers: [provider], receipts };
    },
  });
  const { receipts, provider, open } = made;
  if (receipts === undefined || provider === undefined || open === undefined)
    throw new Error("the world opened no ports");
  return {
    ...world,
    receipts,
    vendor,
    noted,
    unexpected,
    unanswered,
    provider,
    anotherProcess: open,
    call(statuses, proof = "signed") {
      next = { kind: "statuses", proof, statuses };
      return world.clock.run(receipts.take(provider, callbackAt(world.clock.now()))).kind;
    },
    pass(ms) {
      for (let passed = 0; passed < ms; passed += 1_000) {
        world.clock.advance(1_000);
        world.clock.run(receipts.look());
      }
    },
  };
}

export function callbackAt(at: number): Callback {
  return { method: "POST", url: null, query: "", headers: {}, body: "", at };
}

function receiptsOver(
  store: MemoryStore,
  clock: SimClock,
  noted: NotedReceipt[],
  unexpected: string[],
  unanswered: string[],
): Receipts {
  const receipts = createReceipts({
    store,
    secrets: createTestSecrets(),
    clock,
    random: createSeeded(7),
    observer: {
      noted: () => {},
      unexpected: ({ name }) => void unexpected.push(name),
      polling: (_, work) => work(),
      unanswered: ({ name }, why) => void unanswered.push(`${name}: ${why}`),
    },
  });
  receipts.listen((receipt) => void noted.push(receipt));
  return receipts;
}

function vendorProvider(
  vendor: ReceiptVendor,
  clock: SimClock,
  { polled, batchSize, reads }: Required<ReceiptWorldOptions>,
): Provider {
  let sent = 0;
  const fake = fakeProvider("vendor/sms", [{ says: { outcome: "accepted" } }], clock, []);
  return {
    ...fake,
    account: "vendor",
    deliver: async () => ({ outcome: "accepted", messageId: `m${++sent}` }),
    receipt: reads,
    ...(polled && {
      polling: { afterMs: [10_000, 60_000, 7_200_000], batchSize },
      async status(ids) {
        vendor.asked.push({ at: clock.now(), ids });
        if (vendor.down) throw new Error("the vendor does not answer");
        return ids.map((messageId) => ({ messageId, state: vendor.states.get(messageId) ?? "pending" }));
      },
    }),
  };
}
