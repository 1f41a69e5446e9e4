/**
 * Where log-in servers hand over the codes that they made: `/hooks/{app}/{name}` (decision 37). The way is the same for all of them:
 * read the raw body, prove it, parse it, find the message, carry it once, and answer in the log-in server's own words.
 */
import type { CarryVerdict } from "../../../domain/verdicts.ts";
import type { HookSettings } from "../../config/hook-settings.ts";
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import { type Failure, failureOf, failureProblem } from "../problems/failure.ts";
import { NOT_PROVEN } from "../problems/hook-problems.ts";
import { detailOf, ProblemError, type ReplyContext } from "../problems/problem.ts";
import { noSuchPath } from "../problems/reasons.ts";
import type { RequestContext } from "../request/context.ts";
import { openSurface } from "../request/surface.ts";
import { readBytes } from "../request/text-body.ts";
import { describeHook } from "../schemas/hook-docs.ts";
import { localeOf } from "../schemas/locale.ts";
import { carryOnce } from "./carry-once.ts";
import { commandOf } from "./hook-command.ts";
import { kindOf, parseBody } from "./parse-body.ts";
import type { HookMessage, HookProtocol } from "./protocol.ts";
import { protocolOf } from "./protocols.ts";
import { failureOf as failureOfVerdict, refusalOf } from "./refusals.ts";

const HOOKS_PATH = "/hooks";

/** The user objects of log-in servers can be large. */
const BODY_LIMIT_BYTES = 262_144;

export function hookRoutes(service: Service) {
  const { routes } = openSurface(service, { prefix: HOOKS_PATH, refuse: failureProblem, browsers: false });
  const targets = targetsOf(service);
  return routes.post(
    "/:app/:hook",
    ({ context, params }) => {
      const target = targets.get(`${params.app}/${params.hook}`);
      if (target === undefined)
        throw new ProblemError("not_found", { detail: noSuchPath(service.inbox !== null) });
      return serve(service, target, context);
    },
    { detail: describeHook },
  );
}

interface Target {
  readonly app: App;
  readonly hook: { readonly settings: HookSettings; readonly protocol: HookProtocol };
}

/** By the rest of the path, e.g. `shop/supabase`. */
function targetsOf({ apps }: Service): ReadonlyMap<string, Target> {
  const targets = [...apps.values()].flatMap((app) =>
    [...app.hooks].map(([name, { settings, codePattern, proofs }]): [string, Target] => {
      const protocol = protocolOf(settings, codePattern, proofs);
      return [`${app.name}/${name}`, { app, hook: { settings, protocol } }];
    }),
  );
  return new Map(targets);
}

/** Answers a request of a log-in server. Whatever happens, the answer is in its own words. */
async function serve(service: Service, { app, hook }: Target, context: RequestContext): Promise<Response> {
  const { protocol, settings } = hook;
  const language = settings.locale ?? context.language;
  const refuse = (failure: Failure, traceId: string) =>
    protocol.refuse(refusalOf(failure, { language, traceId }));
  try {
    return await service.request(
      { span: "otp.carry", route: context.route },
      context.request,
      async (traceId) => {
        context.traceId = traceId;
        try {
          const message = await readMessage(service, { app, hook }, context.request);
          return await carry(service, { app, hook }, { ...message, context, traceId, language });
        } catch (error) {
          // A refusal is an answer like any other; only what should not have happened fails the span.
          if (error instanceof ProblemError) return refuse(failureOf(error), traceId);
          throw error;
        }
      },
    );
  } catch (error) {
    const traceId = context.traceId ?? service.traceId(context.request.headers);
    service.report(error, traceId);
    return refuse(failureOf(error), traceId);
  }
}

interface Read {
  /** As it came, by which a repetition is known. */
  readonly body: Uint8Array;
  readonly message: HookMessage;
}

/** Throws a ProblemError when the request is not the log-in server's, or has nothing that can be carried. Nothing is counted. */
async function readMessage(service: Service, { app, hook }: Target, request: Request): Promise<Read> {
  const { protocol, settings } = hook;
  const body = await readBytes(request, BODY_LIMIT_BYTES);
  const secrets = settings.secrets.map((secret) => secret.reveal());
  if (!protocol.isProven({ headers: request.headers, body, now: service.now(), secrets }))
    throw new ProblemError("unauthorized", { detail: NOT_PROVEN });
  try {
    return { body, message: messageIn(body, protocol, request) };
  } catch (error) {
    if (error instanceof ProblemError && !holdsNothing(body))
      warnOfUnreadable(service, `${app.name}/${settings.name}`, failureOf(error));
    throw error;
  }
}

function messageIn(body: Uint8Array, protocol: HookProtocol, request: Request): HookMessage {
  const read = protocol.read(parseBody(body, protocol.body ?? kindOf(request)));
  if (read.kind === "message") return read;
  throw new ProblemError(read.code, read.detail && { detail: read.detail });
}

/** As the body of the doctor's own request, which must not use up the one warning. No log-in server sends it. */
function holdsNothing(body: Uint8Array): boolean {
  return new TextDecoder().decode(body) === "{}";
}

/** Many log-in servers show a refusal to no one, so the operator has to hear of it here. */
function warnOfUnreadable(service: Service, name: string, failure: Failure): void {
  const { code } = failure;
  const why = detailOf(code, failure, "en");
  service.warnOnce(
    `unreadable_hook ${name} ${code}`,
    `The hook ${name} refused a request of its log-in server (${code}): ${why} Nothing was sent. Further such requests are not logged.`,
  );
}

function carry(
  service: Service,
  { app, hook }: Target,
  { body, message, context, traceId, language }: Read & ReplyContext & { readonly context: RequestContext },
): Promise<Response> {
  const { protocol, settings } = hook;
  const command = commandOf(message, settings, { service, app: app.name, context, traceId });
  // What the end user reads is in the end user's language, where the log-in server names it.
  const reply = { language: localeOf(message.locale ?? "") ?? language, traceId, app, now: service.now };
  const answer = (verdict: CarryVerdict) => {
    if (verdict.kind === "carried" || verdict.kind === "carrying")
      return { response: protocol.taken(verdict.delivery), refusal: null };
    const refusal = refusalOf(failureOfVerdict(verdict, command.channel, reply), reply, verdict);
    return { response: protocol.refuse(refusal), refusal };
  };
  return carryOnce(service, {
    app,
    hook: settings.name,
    repeated: message.repeatKey ?? body,
    command,
    answer,
  });
}
