/** What the OpenAPI document says of the routes for Twilio's clients. */
import type { TSchema } from "@sinclair/typebox";
import { headers, RAMZ_IGNORED, RAMZ_PROOF } from "./header-docs.ts";
import { json, replayedAt, startMayBeRepeated, withHeaders } from "./route-docs.ts";
import {
  TwilioCheck,
  TwilioCheckForm,
  TwilioCreateForm,
  TwilioErrorReply,
  TwilioService,
  TwilioUpdateForm,
  TwilioVerification,
} from "./twilio.ts";

/** The security scheme of the document. */
export const BASIC = "password";
const twilio = { tags: ["Twilio Verify"], security: [{ [BASIC]: [] }] };

const form = (schema: TSchema) => ({
  required: true,
  content: { "application/x-www-form-urlencoded": { schema: { ...schema } } },
});

const errors = (descriptions: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(descriptions).map(([status, text]) => [
      status,
      withHeaders(json(text, TwilioErrorReply), { ...headers("ContentLanguage"), ...HEADERS_OF[status] }),
    ]),
  );
const HEADERS_OF: Readonly<Record<string, ReturnType<typeof headers>>> = {
  "401": headers("WWWAuthenticate"),
  "403": headers("WWWAuthenticate"),
  "409": headers("RetryAfter"),
  "429": headers("RetryAfter"),
  "503": headers("RetryAfter"),
};

const OF_SERVICE = errors({
  "401": "20003: no key, or an unknown one.",
  "403": "20403: the key lacks a scope.",
  "404": "20404: there is no such service.",
});
const ALWAYS = {
  ...OF_SERVICE,
  ...errors({
    "404": "20404: there is no such service, or no such verification.",
    "500": "20500: internal error.",
    "503": "20503: the store does not answer.",
  }),
};
const WITH_BODY = errors({
  "400": "60200: a parameter is wrong, and the message names it.",
  "413": "20413: the body is too large.",
  "415": "20415: the body is not a form.",
});

const FORBIDDEN_SEND = json(
  "20403, 60204, 60205, 60410, 60605: the key or the number may not do this.",
  TwilioErrorReply,
);

export const describeTwilio = {
  service: {
    operationId: "twilioFetchService",
    ...twilio,
    summary: "Read the service",
    description: "A service is the app of the key.",
    responses: {
      "200": json("The service.", TwilioService),
      ...OF_SERVICE,
    },
  },
  create: {
    operationId: "twilioCreateVerification",
    ...twilio,
    ...startMayBeRepeated,
    summary: "Send a code",
    description: "Fields that Ramz has no use for are named in the header Ramz-Ignored of the reply.",
    requestBody: form(TwilioCreateForm),
    responses: replayedAt(["201", "400", "403", "429", "503"], {
      "201": withHeaders(json("The verification; its code is on the way.", TwilioVerification), RAMZ_IGNORED),
      ...ALWAYS,
      ...WITH_BODY,
      "403": withHeaders(FORBIDDEN_SEND, headers("WWWAuthenticate", "RetryAfter", "ContentLanguage")),
      ...errors({
        "409": "20409: a call with this Idempotency-Key is not answered yet.",
        "422": "20422: this Idempotency-Key belongs to another call.",
        "429": "60203, 60212, 20429: too soon or too often.",
        "503": "20503: no provider could send it, or the store does not answer.",
      }),
    }),
  },
  fetch: {
    operationId: "twilioFetchVerification",
    ...twilio,
    summary: "See how a verification stands",
    description: "By sid or by number. It is kept for a day after its end.",
    responses: {
      "200": json("The verification.", TwilioVerification),
      ...ALWAYS,
    },
  },
  update: {
    operationId: "twilioUpdateVerification",
    ...twilio,
    summary: "Cancel a verification, or report a code of your own",
    requestBody: form(TwilioUpdateForm),
    responses: {
      "200": json("The verification, as it is now.", TwilioVerification),
      ...ALWAYS,
      ...WITH_BODY,
      ...errors({
        "403": "20403, 60204: the key may not do this.",
        "429": "60212: too many requests at once.",
      }),
    },
  },
  check: {
    operationId: "twilioCheckVerification",
    ...twilio,
    summary: "Check a code",
    description:
      "An approved check has the header Ramz-Proof: a signed statement that the number was proved.",
    requestBody: form(TwilioCheckForm),
    responses: {
      "200": json("The code is wrong.", TwilioCheck),
      "201": withHeaders(json("The code is right.", TwilioCheck), RAMZ_PROOF),
      ...ALWAYS,
      ...WITH_BODY,
      ...errors({
        "403": "20403, 60204, 60205, 60605: the key or the number may not do this.",
        "429": "60202, 60212: no checks left, or too many requests at once.",
      }),
    },
  },
} as const;
