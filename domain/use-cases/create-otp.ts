/** Puts the use cases together over one set of ports. */
import { createBulkheads, DEFAULT_BULKHEAD_RULES } from "../delivery/bulkhead.ts";
import { createBreakers } from "../delivery/circuit-breaker.ts";
import { noDeliveryObserver } from "../delivery/observer.ts";
import { codeOf } from "../ledger/code.ts";
import type { Otp } from "../otp.ts";
import { noOutcomes } from "../routing/outcomes.ts";
import { fixedRouting } from "../routing/routing.ts";
import { believableLedgers } from "../storage/believable-ledgers.ts";
import { noAliases } from "./aliases.ts";
import { createCancel } from "./cancel.ts";
import { createCheck } from "./check.ts";
import type { OtpContext, OtpPorts } from "./context.ts";
import { createCarry } from "./deliveries/carry.ts";
import { createReadDelivery } from "./deliveries/read-delivery.ts";
import { createReport } from "./deliveries/report.ts";
import { createFind } from "./find.ts";
import { createForget } from "./forget.ts";
import { createList } from "./list.ts";
import { noCarriers } from "./receipts/carriers.ts";
import { noFeedback } from "./receipts/feedback.ts";
import { noReceipts } from "./receipts/receipts.ts";
import { createRead } from "./read.ts";
import { createSendsInFlight } from "./sends-in-flight.ts";
import { createMoveOn } from "./start/move-on.ts";
import { createStart } from "./start/start.ts";

type Defaulted =
  | "breakers"
  | "bulkheads"
  | "sendsInFlight"
  | "chains"
  | "observer"
  | "resendOrder"
  | "testNumbers"
  | "receipts"
  | "carriers"
  | "feedback"
  | "outcomes"
  | "routing"
  | "aliases"
  | "background";

/** Left out: breakers and bulkheads of its own, one chain, no observer, resends in rotation, no test numbers, no receipts, no carriers, no feedback, no outcomes, no routes that learn and no aliases; work in the background is awaited by nothing. */
type GivenPorts = Omit<OtpPorts, Defaulted> & Partial<Pick<OtpPorts, Defaulted>>;

/** The use cases of one app. All of them throw StoreUnavailable when the store does not answer. */
export function createOtp(ports: GivenPorts): Otp {
  const context: OtpContext = {
    ...ports,
    store: believableLedgers(ports.store, ports),
    testNumbers: ports.testNumbers ?? {},
    receipts: ports.receipts ?? noReceipts,
    carriers: ports.carriers ?? noCarriers,
    feedback: ports.feedback ?? noFeedback,
    outcomes: ports.outcomes ?? noOutcomes,
    routing: ports.routing ?? fixedRouting,
    aliases: ports.aliases ?? noAliases,
    breakers: ports.breakers ?? createBreakers(),
    bulkheads: ports.bulkheads ?? createBulkheads(DEFAULT_BULKHEAD_RULES, ports.clock),
    resendOrder: ports.resendOrder ?? "rotate",
    chains: ports.chains ?? [],
    observer: ports.observer ?? noDeliveryObserver,
    sendsInFlight: ports.sendsInFlight ?? createSendsInFlight(),
    background: ports.background ?? ((work) => void work),
    isTestNumber: false,
    codeOf: (verification) => codeOf(verification, ports.secrets),
  };
  return {
    start: createStart(context),
    check: createCheck(context),
    cancel: createCancel(context),
    read: createRead(context),
    find: createFind(context),
    list: createList(context),
    carry: createCarry(context),
    readDelivery: createReadDelivery(context),
    report: createReport(context),
    moveOn: createMoveOn(context),
    forget: createForget(context),
  };
}
