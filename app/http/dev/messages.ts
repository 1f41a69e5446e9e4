/** `GET /dev/messages`: the messages as JSON, newest first. With `wait` it answers when there is one. */
import type { Inbox, KeptMessage } from "../../../adapters/providers/_kit/dev-inbox.ts";
import type { Service } from "../../service/service.ts";
import type { Text } from "../../language/language.ts";
import { ProblemError } from "../problems/problem.ts";
import type { RequestContext } from "../request/context.ts";

const WAIT_MAX_S = 60;

const NOT_SECONDS: Text = {
  en: `must be a whole number of seconds, at most ${WAIT_MAX_S}`,
  fa: "باید تعداد ثانیه‌ها باشد؛ عددی صحیح و حداکثر ۶۰",
};
const NOT_A_MESSAGE: Text = {
  en: "must be the number of a message, as in a reply",
  fa: "باید شمارهٔ یکی از پیام‌ها باشد؛ همان که در پاسخ آمده است",
};

export async function answerMessages(
  context: RequestContext,
  { apps, stopping }: Pick<Service, "apps" | "stopping">,
  inbox: Inbox,
): Promise<Response> {
  const query = new URL(context.request.url).searchParams;
  const typed = query.get("to");
  const to = typed === null ? undefined : canonical(typed, apps);
  const waitS = wholeNumber(query, "wait", WAIT_MAX_S, NOT_SECONDS, context);
  const after = wholeNumber(query, "after", Number.MAX_SAFE_INTEGER, NOT_A_MESSAGE, context);
  const list = () => inbox.list(to).filter(({ number }) => number > after);
  if (waitS > 0 && list().length === 0) {
    context.keepOpen(waitS + 5);
    await next(
      inbox,
      () => list().length > 0,
      waitS * 1000,
      AbortSignal.any([stopping, context.request.signal]),
    );
  }
  return Response.json(list().map(presentMessage), { headers: { "cache-control": "no-store" } });
}

function canonical(to: string, apps: Service["apps"]): string {
  return [...apps.values()].map((app) => app.canonical(to)).find((number) => number !== null) ?? to;
}

function wholeNumber(
  query: URLSearchParams,
  name: string,
  max: number,
  detail: Text,
  { language }: RequestContext,
): number {
  const text = query.get(name) ?? "0";
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value <= max) return value;
  throw new ProblemError("invalid_request", { errors: [{ field: name, detail: detail[language] }] });
}

/** Resolves when a message has come with which `isThere`, when the time is over, or when the wait is given up. */
function next(inbox: Inbox, isThere: () => boolean, waitMs: number, givenUp: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = inbox.subscribe(() => isThere() && resolve());
  const timer = setTimeout(resolve, waitMs);
  givenUp.addEventListener("abort", () => resolve());
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}

function presentMessage(message: KeptMessage) {
  const { number, to, code, channel, verificationId, sentAt, expiresAt, text, size } = message;
  return {
    number,
    to,
    code,
    channel,
    verification_id: verificationId,
    sent_at: new Date(sentAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
    ...(text !== undefined && { text }),
    ...(size && { segments: size.segments }),
  };
}
