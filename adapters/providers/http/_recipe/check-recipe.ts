/** What the form of a recipe cannot say: its placeholders are known, its accounts are options, its hosts are its own. */
import { faultsOfAnswers } from "./check-answers.ts";
import type { Fault } from "./fault.ts";
import type { Recipe } from "./format.ts";
import type { Auth, Call } from "./format-calls.ts";
import { COMMON_PLACEHOLDERS, faultsIn, namesIn, parseTemplate } from "./placeholders.ts";

/** Everything that is wrong with a recipe of the right form. */
export function faultsOf(recipe: Recipe): readonly Fault[] {
  const { options, account, send, examine, receipt, feedback } = recipe;
  const names = Object.keys(options);
  const sending = new Set([...COMMON_PLACEHOLDERS, ...names]);
  const later = new Set([...names, "message_id", "now.unix", "now.utc"]);
  const withCode = new Set([...later, "code"]);
  const taken = names.filter((name) => COMMON_PLACEHOLDERS.some((common) => common === name));
  return [
    ...taken.map((name) => ({
      path: ["options", name],
      says: `"${name}" is a placeholder of every recipe. Name the option otherwise.`,
    })),
    ...names
      .filter((name) => options[name]?.default === "")
      .map((name) => ({
        path: ["options", name, "default"],
        says: `the default of "${name}" is empty. Remove it; an option that may be missing has optional = true.`,
      })),
    ...account
      .filter((name) => !names.includes(name))
      .map((name) => ({ path: ["account"], says: `account names "${name}", which is no option.` })),
    ...faultsOfCall(["send"], send, sending, recipe),
    ...faultsOfCall(["examine", "credit"], examine?.credit, new Set(names), recipe),
    ...faultsOfCall(["examine", "template"], examine?.template, new Set(names), recipe),
    ...faultsOfCall(["receipt", "poll"], receipt?.poll, later, recipe),
    ...faultsOfCall(["feedback", "approved"], feedback?.approved, withCode, recipe),
    ...faultsOfCall(["feedback", "canceled"], feedback?.canceled, later, recipe),
    ...faultsOfCallback(receipt, new Set(names)),
    ...faultsOfAnswers(recipe),
  ];
}

/** The texts of a proof may hold options, and what is signed the body and the time of the call. */
function faultsOfCallback(receipt: Recipe["receipt"], names: ReadonlySet<string>): readonly Fault[] {
  const callback = receipt?.callback;
  if (callback === undefined) return [];
  const { proof, challenge } = callback;
  const path = ["receipt", "callback"];
  const key = proof.kind === "ed25519" ? proof.public_key : "key" in proof ? proof.key : "";
  const over = "over" in proof ? proof.over : "";
  const signed = new Set(["body", "timestamp"]);
  const asks = proof.kind === "confirm" && receipt?.poll === undefined;
  return [
    ...[...faultsIn(key, names, false), ...faultsIn(over, signed, false)].map((says) => ({
      path: [...path, "proof"],
      says: `${says}.`,
    })),
    ...faultsIn(challenge?.equals ?? "", names, false).map((says) => ({
      path: [...path, "challenge"],
      says: `${says}.`,
    })),
    ...(asks
      ? [
          {
            path: [...path, "proof"],
            says: 'the proof "confirm" asks the vendor, so it needs [receipt.poll].',
          },
        ]
      : []),
    ...(callback.id === undefined && callback.ref === undefined
      ? [{ path, says: "a callback needs id or ref: where the message is named." }]
      : []),
  ];
}

function faultsOfCall(
  path: readonly string[],
  call: Call | undefined,
  known: ReadonlySet<string>,
  recipe: Recipe,
): readonly Fault[] {
  if (call === undefined) return [];
  const both = call.json !== undefined && call.form !== undefined;
  return [
    ...(both ? [{ path: [...path, "form"], says: "a call has a json or a form body, not both." }] : []),
    ...textsOf(call).flatMap(({ path: own, text, typed }) =>
      faultsIn(text, own.at(-1) === "over" ? new Set([...known, "body"]) : known, typed).map((says) => ({
        path: [...path, ...own],
        says: `${says}.`,
      })),
    ),
    ...hostFaults(call.url, recipe).map((says) => ({ path: [...path, "url"], says })),
    ...(call.auth?.kind === "oauth" ? hostFaults(call.auth.token_url, recipe) : []).map((says) => ({
      path: [...path, "auth", "token_url"],
      says,
    })),
    ...Object.keys(call.headers ?? {})
      .filter((name) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name))
      .map((name) => ({
        path: [...path, "headers", name],
        says: `the header "${name}" holds a character that no header name may have.`,
      })),
  ];
}

interface Text {
  readonly path: readonly string[];
  readonly text: string;
  /** It may end in `:int` or `:bool`. */
  readonly typed: boolean;
}

/** Every text of a call that is read as a template, keys of bodies included. */
function textsOf({ url, headers, query, form, json, auth }: Call): readonly Text[] {
  return [
    { path: ["url"], text: url, typed: false },
    ...within(["headers"], headers, false),
    ...within(["query"], query, false),
    ...within(["form"], form, false),
    ...within(["json"], json, true),
    ...textsOfAuth(auth).map((one) => ({ ...one, path: ["auth", ...one.path] })),
  ];
}

function textsOfAuth(auth: Auth | undefined): readonly Text[] {
  switch (auth?.kind) {
    case "header":
      return within(["value"], auth.value, false);
    case "bearer":
      return within(["token"], auth.token, false);
    case "basic":
      return [...within(["user"], auth.user, false), ...within(["password"], auth.password, false)];
    case "hmac":
      return [...within(["key"], auth.key, false), ...within(["over"], auth.over, false)];
    case "oauth":
      return [
        ...within(["token_url"], auth.token_url, false),
        ...within(["form"], auth.form, false),
        ...within(["json"], auth.json, true),
      ];
    case "query":
    case "body":
    case "path":
    case undefined:
      return [];
  }
}

function within(path: readonly string[], value: unknown, typed: boolean): readonly Text[] {
  if (typeof value === "string") return [{ path, text: value, typed }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    { path: [...path, key], text: key, typed: false },
    ...within([...path, key], inner, typed),
  ]);
}

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

/** The host is written out, or an option that is marked `https`: nothing else may decide where key and code go. */
function hostFaults(url: string, { options }: Recipe): readonly string[] {
  const [, scheme, authority = ""] = /^(https?:\/\/)?([^/?#]*)/.exec(url) ?? [];
  const loose = namesIn(parseTemplate(authority)).find((name) => options[name]?.https !== true);
  if (loose !== undefined)
    return [`the host of "${url}" holds {${loose}}. Only an option with https = true may stand in a host.`];
  if (scheme === undefined && !/^\{[^}]+\}$/.test(authority))
    return [`"${url}" does not begin with https:// or with an option that has https = true.`];
  if (scheme === "http://" && !LOOPBACK.test(authority))
    return [`"${url}" would send key and code in clear. Write https://.`];
  if (authority.includes("@")) return [`"${url}" holds a user or a password. Use auth with kind = "basic".`];
  return [];
}
