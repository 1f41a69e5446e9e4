/** `ramz provider http/x check`: the request as it would be sent, with `***` for what is secret, and how a pasted answer is read, or the recipe's examples. */
import type { Recipient } from "../../../../domain/recipient/recipient.ts";
import { REDACTED } from "../../../../domain/redaction.ts";
import type { ProviderHost, Tool } from "../../_kit/plugin.ts";
import { sharedHint } from "../../_kit/vendor-answer.ts";
import type { Example, Recipe } from "./format.ts";
import { pastedAnswer } from "./pasted-answer.ts";
import { classify, readAnswer } from "./read-answer.ts";
import { compileCall } from "./render-call.ts";
import { secretOptions } from "./recipe-options.ts";
import { type OptionValues, valuesOf } from "./values.ts";

const NUMBERS: Readonly<Record<string, Recipient>> = {
  IR: "+989121234567",
  TR: "+905301234567",
  IN: "+919876543210",
};

export function checkTool(recipe: Recipe, options: OptionValues, host: ProviderHost): Tool {
  return {
    description:
      "Shows the request with *** for secrets, and how the recipe reads its example answers, or the one of --answer.",
    readsAnswer: true,
    run: async (_, pasted) => ({
      kind: "report",
      rows: [
        ...(recipe.trust === "unverified" ? [{ part: "codes", value: "unverified" }] : []),
        ...requestRows(recipe, options, host),
        ...(pasted === undefined
          ? (recipe.example ?? []).map((one) => exampleRow(recipe, one))
          : answerRows(recipe, pasted)),
      ],
    }),
  };
}

function requestRows(recipe: Recipe, options: OptionValues, host: ProviderHost) {
  const hidden = Object.fromEntries(secretOptions(recipe).map((name) => [name, REDACTED]));
  const now = host.clock.now();
  const country = recipe.countries?.[0] ?? "IR";
  const message = {
    verificationId: "ver_example",
    attemptId: "ver_example.0.0",
    attemptIndex: 0,
    app: "example",
    recipient: NUMBERS[country] ?? "+989121234567",
    code: "123456".padEnd(host.codeLength, "0").slice(0, host.codeLength),
    channel: recipe.channels[0] ?? "sms",
    locale: "en",
    expiresAt: now + 300_000,
  } as const;
  const context = {
    options: { ...options, ...hidden },
    optionRules: recipe.options,
    style: {},
    now,
    lifetimeSeconds: recipe.lifetime_seconds,
  };
  const { method, url, headers, body } = compileCall(recipe.send)(valuesOf(message, context));
  const rows = Object.entries(headers ?? {}).map(([name, value]) => ({
    part: `header ${name}`,
    value: isProof(name, recipe) ? value.replace(/(Basic) .*/, `$1 ${REDACTED}`) : value,
  }));
  return [
    { part: "request", value: `${method} ${url}` },
    ...rows,
    ...(body === undefined ? [] : [{ part: "body", value: String(body) }]),
  ];
}

function isProof(header: string, { send: { auth } }: Recipe): boolean {
  return header === "authorization" || (auth?.kind === "hmac" && header === auth.header.toLowerCase());
}

function exampleRow(recipe: Recipe, { title, http, body = "", headers = {}, class: wanted }: Example) {
  const { meaning, vendorCode } = classify(recipe, { status: http, headers, text: body, truncated: false });
  const verdict = meaning.class === wanted ? meaning.class : `${meaning.class}, but ${wanted} was expected`;
  return {
    part: `example ${title ?? `${http} ${body.slice(0, 60)}`}`,
    value: `${verdict}: ${meaning.reason} (${vendorCode ?? http})`,
  };
}

/** What the chain would make of this answer, and what the operator would read. */
function answerRows(recipe: Recipe, pasted: string) {
  const raw = pastedAnswer(pasted);
  const { meaning, vendorCode } = classify(recipe, raw);
  const { messageId } = readAnswer(recipe, raw, "none; Ramz uses its own reference");
  const hint = recipe.hints?.[meaning.reason] ?? sharedHint(meaning.reason);
  return [
    { part: "answer", value: `${meaning.class}: ${meaning.reason} (${vendorCode ?? raw.status})` },
    ...(messageId === undefined ? [] : [{ part: "message id", value: messageId }]),
    ...(hint === null ? [] : [{ part: "hint", value: hint.en }]),
  ];
}
