/** Bad days of the vendor: everything that can go wrong between its socket and ours, and what Ramz must make of it. */
import type { Behaviour } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import type { Class } from "./expected.ts";

export interface Day {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly kind: Class;
  readonly reason?: string;
  readonly vendorCode?: string;
  /** The vendor has sent the message although its answer does not say so. */
  readonly onPhone?: true;
  /** The attempt's time is used up, so that nobody can be asked again within it. */
  readonly late?: true;
}

const HTML = "<html><body>Bad gateway</body></html>";
const page = (httpStatus: number, text: string): Behaviour => ({ kind: "body", httpStatus, text });

const lost = { kind: "unknown", reason: "connection_lost" } as const;
const overdue = { kind: "unknown", reason: "timeout", late: true } as const;
const unreadable = { kind: "unknown", reason: "answer_unreadable", vendorCode: "200" } as const;

// prettier-ignore
export const DAYS: readonly Day[] = [
  { name: "no answer", behaviour: { kind: "hang" }, ...overdue },
  { name: "a drip", behaviour: { kind: "drip", intervalMs: 20 }, ...overdue, onPhone: true },
  { name: "a late answer", behaviour: { kind: "slow", delayMs: 450 }, ...overdue, onPhone: true },
  { name: "a slow answer", behaviour: { kind: "slow", delayMs: 60 }, kind: "accepted" },
  { name: "a reset", behaviour: { kind: "reset" }, ...lost },
  { name: "half a body", behaviour: { kind: "half_body" }, ...lost, onPhone: true },
  { name: "accepted, then dropped", behaviour: { kind: "accept_then_drop" }, ...lost, onPhone: true },
  { name: "no JSON", behaviour: { kind: "garble", garbled: (body) => body.slice(1) }, ...unreadable, onPhone: true },
  { name: "other JSON", behaviour: { kind: "garble", garbled: () => '{"ok":true}' }, ...unreadable, onPhone: true },
  { name: "an HTML page with 200", behaviour: page(200, HTML), ...unreadable },
  { name: "an HTML page with 502", behaviour: page(502, HTML), kind: "unknown", reason: "vendor_error", vendorCode: "502" },
  { name: "an empty 503", behaviour: page(503, ""), kind: "unknown", reason: "vendor_error", vendorCode: "503" },
  { name: "a redirect", behaviour: { kind: "redirect", location: "https://example.com/" },
    kind: "unknown", reason: "redirected", vendorCode: "302" },
  { name: "200 with no credit inside", behaviour: { kind: "refuse", code: 418, httpStatus: 200 },
    kind: "account", reason: "no_credit", vendorCode: "418" },
  { name: "200 with no template inside", behaviour: { kind: "refuse", code: 424, httpStatus: 200 },
    kind: "message", reason: "template_not_found", vendorCode: "424" },
  { name: "200 with a wrong number inside", behaviour: { kind: "refuse", code: 411, httpStatus: 200 },
    kind: "recipient", reason: "recipient_invalid", vendorCode: "411" },
];
