/** What a recipe sends: where its key stands, the request as `ramz provider http/x check` shows it, and what an accepted answer has. */
import type { Auth } from "../../../adapters/providers/http/_recipe/format-calls.ts";
import type { Recipe } from "../../../adapters/providers/http/_recipe/format.ts";
import { shownRequest } from "../../../adapters/providers/http/_recipe/shown-request.ts";
import { code, table } from "../table.ts";
import { block, type Preset, section, sentences } from "./preset.ts";
import { exampleOf } from "./settings.ts";

export function keySection({ recipe }: Preset): string {
  const { send, account } = recipe;
  return section(
    "The key",
    sentences(
      placeOfKey(send.auth),
      `Providers with the same ${account.map(code).join(" and ")} are one account: a refusal of the account rests all of them.`,
    ),
  );
}

function placeOfKey(auth: Auth | undefined): string {
  switch (auth?.kind) {
    case "header":
      return `The key stands in the header ${code(auth.name)}, as ${code(auth.value)}.`;
    case "bearer":
      return `The key stands in the header \`authorization\`, as ${code(`Bearer ${auth.token}`)}.`;
    case "basic":
      return `User and password stand in the header \`authorization\` (Basic), as ${code(`${auth.user}:${auth.password}`)}.`;
    case "query":
      return "The key stands in the query of the address.";
    case "path":
      return "The key stands in the path of the address.";
    case "body":
      return "The key stands in the body.";
    case "oauth":
      return `A call to ${code(auth.token_url)} fetches a token, which Ramz keeps in memory until a minute before its end. It stands in the header \`authorization\`.`;
    case "hmac":
      return `The header ${code(auth.header)} signs ${code(auth.over)} with ${code(auth.key)} (HMAC, ${auth.hash}).`;
    case undefined:
      return "The vendor asks for no key.";
  }
}

const NOW = Date.UTC(2026, 0, 1);
const CODE_LENGTH = 6;

export function requestSection({ name, recipe }: Preset): string {
  const options = Object.fromEntries(
    Object.entries(recipe.options).map(([option, rule]) => [option, rule.default ?? exampleOf(option, rule)]),
  );
  const callback = `https://otp.example.com/v1/receipts/http-${name}/***`;
  const facts = { now: NOW, codeLength: CODE_LENGTH, callback };
  const { method, url, headers = {}, body } = shownRequest(recipe, options, facts);
  return section(
    "What it sends",
    hasOptionalFields(recipe)
      ? "One request for a message, here with every option set and receipts on:"
      : "One request for a message:",
    block("http", [
      `${method} ${url}`,
      ...Object.entries(headers).map(([header, value]) => `${header}: ${value}`),
      ...(body === undefined ? [] : ["", ...linesOf(String(body))]),
    ]),
    remarksOf(recipe),
  );
}

/** Fields of a form and of JSON below each other. */
function linesOf(body: string): readonly string[] {
  if (body.startsWith("{")) return JSON.stringify(JSON.parse(body), null, 2).split("\n");
  return body.split("&").map((field, place) => (place === 0 ? field : `&${field}`));
}

function remarksOf({ send, lifetime_seconds: lifetime }: Recipe): string {
  return sentences(
    hasOptionalFields({ send })
      ? "Fields whose option is not set are left out, as is the address for receipts where they are off."
      : "",
    lifetime === undefined
      ? ""
      : `The vendor keeps a message from ${lifetime[0]} to ${lifetime[1]} seconds; Ramz asks for no shorter and no longer time.`,
    send.charset === "gsm7"
      ? "A text with letters outside of GSM-7, such as Persian ones, is not sent: the next provider is asked."
      : "",
    send.repeat === true
      ? "The vendor knows a message again by its reference, so Ramz repeats a call without an answer once."
      : "",
  );
}

function valueWords(value: string): string {
  if (value === "present") return "anything";
  const [, least, most] = /^(\d+)\.\.(\d+)$/.exec(value) ?? [];
  return least === undefined ? code(value) : `a whole number from ${least} to ${most}`;
}

/** Their names end in a question mark. */
function hasOptionalFields({ send }: Pick<Recipe, "send">): boolean {
  return JSON.stringify(send).includes('?":');
}

export function acceptSection({ recipe: { accept } }: Preset): string {
  const { http, when = {}, id, cost, currency } = accept;
  const rows = [
    ["HTTP status", http === undefined ? "200 to 299" : http.map(String).join(" or ")],
    ...Object.entries(when).map(([path, values]) => [code(path), values.map(valueWords).join(" or ")]),
    ...(id === undefined ? [] : [[id.split("|").map(code).join(" or "), "the message's id"]]),
  ];
  return section(
    "What counts as accepted",
    table(["In the answer", "Is"], rows),
    sentences(
      "All of it must be so. Accepted is not delivered.",
      id === undefined ? "The vendor gives no id, so the message goes by Ramz's own reference." : "",
      cost !== undefined && currency === "IRR" ? `Its cost in Rial is read at ${code(cost)}.` : "",
    ),
  );
}
