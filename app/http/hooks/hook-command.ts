/** What a log-in server asks for, as the use case takes it. What its request leaves out, the hook's settings say. */
import type { CarryCommand } from "../../../domain/otp.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import type { HookSettings } from "../../config/hook-settings.ts";
import type { Service } from "../../service/service.ts";
import { NUMBER_TOO_LONG } from "../problems/hook-problems.ts";
import { ProblemError } from "../problems/problem.ts";
import { namedClient } from "../request/client-ip.ts";
import type { RequestContext } from "../request/context.ts";
import { DEFAULT_EXPIRES_IN_S } from "../schemas/deliveries.ts";
import { PURPOSE, TO_MAX_LENGTH } from "../schemas/fields.ts";
import { localeOf } from "../schemas/locale.ts";
import { DEFAULT_LOCALE } from "../../../domain/delivery/provider.ts";
import { DEFAULT_PURPOSE } from "../schemas/verifications.ts";
import type { HookMessage } from "./protocol.ts";

/** As short and as long as codes of deliveries may live. */
const [TTL_MIN_MS, TTL_MAX_MS] = [30 * SECOND_MS, 3600 * SECOND_MS];

/** Throws a ProblemError when the number is too long to be looked at. */
export function commandOf(
  message: HookMessage,
  settings: HookSettings,
  { service, app, context, traceId }: Asked,
): CarryCommand & { readonly answerWithinMs: number } {
  const { to, code, purpose = DEFAULT_PURPOSE } = message;
  if (to.length > TO_MAX_LENGTH) throw new ProblemError("invalid_request", { detail: NUMBER_TOO_LONG });
  const ttlMs = message.ttlMs ?? settings.ttlMs ?? DEFAULT_EXPIRES_IN_S * SECOND_MS;
  const client = settings.clientIp ? namedClient(context, service, message.ip) : undefined;
  return {
    app,
    to,
    code,
    channel: message.channel ?? settings.channel ?? "sms",
    locale: localeOf(message.locale ?? "") ?? settings.locale ?? DEFAULT_LOCALE,
    purpose: PURPOSE.test(purpose) ? purpose : DEFAULT_PURPOSE,
    ttlMs: Math.min(Math.max(ttlMs, TTL_MIN_MS), TTL_MAX_MS),
    traceId,
    ...(client && { client }),
    answerWithinMs: settings.deadlineMs,
  };
}

interface Asked {
  readonly service: Service;
  readonly app: string;
  readonly context: RequestContext;
  readonly traceId: string;
}
