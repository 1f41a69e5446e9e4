/** Prelude's API, version 2: its clients need only a new base URL and a key of Ramz. Same use cases, same ledgers, same limits. */
import { checkTrustedFirst } from "../../../../domain/use-cases/check-trusted-first.ts";
import type { CheckVerdict } from "../../../../domain/verdicts.ts";
import type { Service } from "../../../service/service.ts";
import { byKey } from "../../request/authenticate.ts";
import { warnOfIgnoredHeader } from "../../request/client-ip.ts";
import { idempotently, keepStart } from "../../request/idempotency-key.ts";
import { bodyReader } from "../../request/json-body.ts";
import { type AuthenticatedRequest, openSurface } from "../../request/surface.ts";
import { describePrelude } from "../../schemas/prelude-docs.ts";
import { PreludeCheckBody, PreludeStartBody } from "../../schemas/prelude.ts";
import { DEFAULT_PURPOSE } from "../../schemas/verifications.ts";
import { namingIgnored } from "../own-headers.ts";
import { refusePrelude } from "./error-handler.ts";
import { readStart, requirePhoneNumber } from "./start-command.ts";
import { answerCheck, answerStart } from "./verdict-responses.ts";

const START = { span: "otp.start", scope: "send" } as const;
const CHECK = { span: "otp.check", scope: "check" } as const;

const readStartBody = bodyReader(PreludeStartBody);
const readCheckBody = bodyReader(PreludeCheckBody);

export function preludeRoutes(service: Service) {
  const { callers } = service;
  const { routes, authenticatedBy } = openSurface(service, {
    prefix: "/compat/prelude",
    refuse: refusePrelude,
    browsers: false,
  });
  const serve = authenticatedBy(byKey(callers, callers.withoutKey));

  return routes
    .post("/v2/verification", ({ context }) => serve(context, START, (request) => start(request, service)), {
      detail: describePrelude.start,
    })
    .post(
      "/v2/verification/check",
      ({ context }) => serve(context, CHECK, (request) => check(request, service)),
      { detail: describePrelude.check },
    );
}

async function start(incoming: AuthenticatedRequest, service: Service): Promise<Response> {
  const { request, caller } = incoming;
  const body = await readStartBody(request);
  const { command, ignored } = readStart(body, incoming, service);
  const { channel, metadata } = command;
  return idempotently(
    service,
    { app: caller.app, request, body },
    {
      run: () => caller.app.otp.start(command),
      keep: keepStart,
      answer(verdict) {
        warnOfIgnoredHeader(verdict, incoming, service);
        const reply = { ...incoming, now: service.now(), channel, ...(metadata && { metadata }) };
        return namingIgnored(answerStart(verdict, reply), ignored);
      },
    },
  );
}

async function check(incoming: AuthenticatedRequest, { now }: Service): Promise<Response> {
  const body = await readCheckBody(incoming.request);
  requirePhoneNumber(body, incoming);
  const { target, code } = body;
  return answerCheck(await compare(incoming, target.value, code), { ...incoming, now: now() });
}

/** Prelude's check does not say whether the end user is trusted, as its start does. */
function compare({ caller }: AuthenticatedRequest, to: string, code: string): Promise<CheckVerdict> {
  const { name, otp } = caller.app;
  const guess = { app: name, to, purpose: DEFAULT_PURPOSE, code };
  return caller.canAssertSession ? checkTrustedFirst(otp.check, guess) : otp.check(guess);
}
