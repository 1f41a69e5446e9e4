/** What Twilio's clients call resources: a verification, a check of it, a service. Dates are whole seconds: their Python client reads no other. */
import { type Attempt, channelOf, mayHaveArrived } from "../../../../domain/delivery/attempt.ts";
import type { DeliveryView } from "../../../../domain/ledger/delivery-view.ts";
import type { Status } from "../../../../domain/ledger/verification.ts";
import type { VerificationView } from "../../../../domain/ledger/verification-view.ts";
import type { EpochMs } from "../../../../domain/time.ts";
import type { Caller } from "../../../service/callers.ts";
import type {
  TwilioCheckBody,
  TwilioServiceBody,
  TwilioStatus,
  TwilioVerificationBody,
} from "../../schemas/twilio.ts";
import type { TwilioReply } from "./reply-context.ts";

/** What a verification and a carried code have in common here. */
interface Shown {
  readonly id: string;
  readonly recipient: string;
  readonly channel: string;
  readonly status: TwilioStatus;
  readonly createdAt: EpochMs;
  readonly settledAt?: EpochMs;
  readonly attempts: readonly Attempt[];
}

/** Ramz keeps a verification after its end, so it has a status where Twilio would answer 404. */
const STATUSES: Readonly<Record<Status, TwilioStatus>> = {
  pending: "pending",
  approved: "approved",
  canceled: "canceled",
  expired: "expired",
  exhausted: "max_attempts_reached",
  undelivered: "failed",
};

export function verificationResource(view: VerificationView, reply: TwilioReply): TwilioVerificationBody {
  return resource({ ...view, status: STATUSES[view.status] }, reply);
}

export function deliveryResource(view: DeliveryView, reply: TwilioReply): TwilioVerificationBody {
  return resource({ ...view, status: statusOf(view, reply.now()) }, reply);
}

/** Of a carried code Ramz knows what its maker reported, and nothing else. */
function statusOf({ outcome, status, expiresAt }: DeliveryView, now: EpochMs): TwilioStatus {
  if (outcome !== undefined) return outcome === "used" ? "approved" : "canceled";
  if (status === "undelivered") return "failed";
  return now < expiresAt ? "pending" : "expired";
}

function resource(shown: Shown, reply: TwilioReply): TwilioVerificationBody {
  const { attempts } = shown;
  const core = coreOf(shown, reply);
  return {
    ...core,
    lookup: {},
    sna: null,
    send_code_attempts: sendsOf(shown.id, attempts, reply),
    url: reply.serviceUrl && `${reply.serviceUrl}/Verifications/${core.sid}`,
  };
}

export function checkResource(view: VerificationView, reply: TwilioReply): TwilioCheckBody {
  return { ...coreOf({ ...view, status: STATUSES[view.status] }, reply), sna_attempts_error_codes: [] };
}

function coreOf(
  { id, recipient, channel, status, createdAt, settledAt = 0, attempts }: Shown,
  reply: TwilioReply,
) {
  const ends = attempts.map(({ startedAt, durationMs }) => startedAt + durationMs);
  return {
    sid: `VE${reply.aliasOf(id)}`,
    service_sid: reply.serviceSid,
    account_sid: reply.accountSid,
    to: recipient,
    channel,
    status,
    valid: status === "approved",
    amount: null,
    payee: null,
    date_created: dateOf(createdAt),
    date_updated: dateOf(Math.max(createdAt, settledAt, ...ends)),
  };
}

/** One entry for each send of which something may be out, newest last. Its sid cannot be looked up. */
function sendsOf(
  id: string,
  attempts: readonly Attempt[],
  { aliasOf }: TwilioReply,
): TwilioVerificationBody["send_code_attempts"] {
  const bySend = new Map(attempts.filter(mayHaveArrived).map((attempt) => [attempt.send, attempt]));
  return [...bySend].map(([send, attempt]) => ({
    time: dateOf(send),
    channel: channelOf(attempt).toUpperCase(),
    attempt_sid: `VL${aliasOf(`${id}.${send}`)}`,
  }));
}

/** A service is an app. `since` is when its configuration came into force. */
export function serviceResource(
  { app, canBringCodes }: Caller,
  since: EpochMs,
  reply: TwilioReply,
): TwilioServiceBody {
  const { serviceUrl } = reply;
  return {
    sid: reply.serviceSid,
    account_sid: reply.accountSid,
    friendly_name: app.name,
    code_length: app.policy.codeLength,
    lookup_enabled: false,
    psd2_enabled: false,
    skip_sms_to_landlines: true,
    dtmf_input_required: false,
    tts_name: null,
    do_not_share_warning_enabled: false,
    custom_code_enabled: canBringCodes,
    push: null,
    totp: null,
    default_template_sid: null,
    date_created: dateOf(since),
    date_updated: dateOf(since),
    url: serviceUrl,
    links: serviceUrl === null ? {} : linksOf(serviceUrl),
  };
}

function linksOf(serviceUrl: string) {
  return {
    verifications: `${serviceUrl}/Verifications`,
    verification_checks: `${serviceUrl}/VerificationCheck`,
  };
}

function dateOf(at: EpochMs): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
