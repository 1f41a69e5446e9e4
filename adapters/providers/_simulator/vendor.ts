/** What a vendor brings to its simulator: how its requests are read, and what it answers. */
import type { IncomingHttpHeaders } from "node:http";
import type { TSchema } from "@sinclair/typebox";
import type { PhoneMessage, SimulatedCall } from "./api.ts";
import type { VendorCode, VendorReply } from "./behaviour.ts";

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly verb: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A vendor with its account: what it answers, and what it has sent. */
export interface SimulatedVendor<Request> {
  /** The messages that reached a phone, oldest first. */
  readonly delivered: readonly PhoneMessage[];
  answer(request: Request): VendorReply;
}

/** A vendor's protocol. `Request` may hold the key; `callOf` leaves it out. */
export interface VendorProtocol<
  Request,
  Call extends SimulatedCall,
  Vendor extends SimulatedVendor<Request> = SimulatedVendor<Request>,
> {
  /** The methods that orders to misbehave may name. */
  readonly methods: readonly string[];
  /** The codes with which it can be ordered to refuse. */
  readonly codes: TSchema;
  /** An order to misbehave, as JSON, for the message that answers a wrong one. */
  readonly example: string;
  read(received: ReceivedRequest): Request;
  callOf(request: Request): Call;
  /** The refusal with this code, and the HTTP status that the vendor uses for it. */
  refusal(code: VendorCode): VendorReply;
  /** A vendor that has sent nothing yet. */
  create(): Vendor;
  /** Further orders, `POST /_control/<name>`. */
  readonly orders?: Readonly<Record<string, ControlOrder<Vendor>>>;
}

export interface ControlOrder<Vendor> {
  /** A request for the message that answers a wrong one. */
  readonly example: string;
  /** Does it, and answers what it did; null when the body is no such order. */
  readonly run: (body: unknown, vendor: Vendor) => object | null;
}
