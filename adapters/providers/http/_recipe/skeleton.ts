/** Writes the first version of a recipe from six answers of a person, and proves that it loads and reads its own examples. */
import { stringify } from "smol-toml";
import type { Example } from "./format.ts";
import { classify } from "./read-answer.ts";
import { readRecipe } from "./read-recipe.ts";
import {
  type Accepted,
  acceptedOf,
  authOf,
  fieldsOf,
  isPlace,
  type KeyPlace,
  nested,
} from "./skeleton-answers.ts";

/** What is asked, in this order, each with an answer as an example. */
export const QUESTIONS = [
  ["Name of the vendor", "Acme SMS"],
  ["Request that sends a message", "POST https://api.acme.example/v1/messages"],
  ["Where the key stands: bearer, basic, header <name>, query <name> or body <name>", "header X-API-KEY"],
  ["Where the fields stand: json, form or query", "json"],
  ["The fields, with placeholders", "to={number.e164}, text={text}"],
  ["Status and body of an answer that accepts a message", '201 {"id": "m-1"}'],
] as const;

export type Skeleton =
  | { readonly kind: "recipe"; readonly fileName: string; readonly toml: string }
  /** Sentences for the person who answered. */
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** `answers` are those to `QUESTIONS`; one that is missing counts as empty. */
export function skeletonOf(answers: readonly string[]): Skeleton {
  const [title = "", request = "", key = "", place = "", fields = "", accepted = ""] = answers.map((answer) =>
    answer.trim(),
  );
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  const [, method = "", url = ""] = /^(GET|POST|PUT|PATCH) (\S+)$/.exec(request) ?? [];
  const auth = authOf(key);
  const written = fieldsOf(fields);
  const answer = acceptedOf(accepted);
  const problems = [
    ...(slug === ""
      ? ["The vendor's name has no Latin letter or digit, and the file is named after it."]
      : []),
    ...(url === "" ? [`"${request}" is no request. Write one like ${QUESTIONS[1][1]}.`] : []),
    ...(auth === null
      ? [`"${key}" is no place of a key. Write bearer, basic, or e.g. header X-API-KEY.`]
      : []),
    ...(isPlace(place) ? [] : [`"${place}" is no place of fields. Write json, form or query.`]),
    ...(/\{(?:code|text)\}/.test(url + fields) ? [] : ["No field holds {code} or {text}."]),
    ...((url + fields).includes("{number.") ? [] : ["No field holds the number, e.g. {number.e164}."]),
    ...(answer === null
      ? [`"${accepted}" is no status with a JSON body. Write e.g. ${QUESTIONS[5][1]}.`]
      : []),
  ];
  if (auth === null || answer === null || problems.length > 0) return { kind: "problems", problems };

  const inBody = auth.field === undefined ? written : { ...written, [auth.field]: "{api_key}" };
  const inQuery = auth.inQuery === undefined ? {} : { [auth.inQuery]: "{api_key}" };
  const query = { ...(place === "query" && inBody), ...inQuery };
  const call = {
    method,
    url,
    auth: auth.auth,
    ...(place === "json" && { json: nested(inBody) }),
    ...(place === "form" && { form: inBody }),
    ...(Object.keys(query).length > 0 && { query }),
  };
  return proven(`${slug}.toml`, textOf(title, auth, call, answer));
}

/** The file, unless it has problems, or reads its examples otherwise than it says. */
function proven(fileName: string, toml: string): Skeleton {
  const read = readRecipe(toml);
  // The person has no file yet in which to look for the line.
  if (read.kind === "problems")
    return { kind: "problems", problems: read.problems.map((problem) => problem.replace(/^line \d+: /, "")) };
  const { example = [] } = read.recipe;
  const isReadAsItSays = ({ http, body = "", class: wanted }: Example) =>
    classify(read.recipe, { status: http, headers: {}, text: body, truncated: false }).meaning.class ===
    wanted;
  return example.every(isReadAsItSays)
    ? { kind: "recipe", fileName, toml }
    : { kind: "problems", problems: ["The accepted answer cannot be distinguished from a refused one."] };
}

function textOf(title: string, key: KeyPlace, call: object, { http, body, id, mark }: Accepted): string {
  const accept =
    id === null ? { http: [http], when: { [mark.path]: [mark.text] } } : { http: [http], id: id.path };
  const examples = [
    { http, body, class: "accepted" },
    { http: 401, body: '{"error": "key"}', class: "account" },
    { http: 400, body: '{"error": "sender"}', class: "message" },
    { http: 500, body: '{"error": "fault"}', class: "unknown" },
  ];
  return `# A recipe of Ramz. docs/how-to/write-a-recipe.md explains its parts.
# If the vendor does not serve every country: countries = ["IR"]
${stringify({ api: 1, title, trust: "unverified", channels: ["sms"], account: [key.account] })}
${stringify({ options: key.options })}
${stringify({ send: call })}
# What an accepted message looks like. Add to it if a refused one looks alike: when = { ok = ["true"] }
${stringify({ accept })}
# Name the vendor's codes: code = ["error.code"] is where one stands, codes = { 10 = "account key_invalid" } what it means.
${stringify({ faults: { otherwise: "message vendor_refused" } })}
# Answers of the vendor. Replace the three that are made up: "ramz provider http/./file.toml check" shows how each is read.
${stringify({ example: examples })}`;
}
