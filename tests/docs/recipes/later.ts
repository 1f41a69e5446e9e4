/** What a recipe can do beside sending: receipts, feedback, examinations. */
import type { Call } from "../../../adapters/providers/http/_recipe/format-calls.ts";
import type { Receipt } from "../../../adapters/providers/http/_recipe/format-receipts.ts";
import { code, table } from "../table.ts";
import { type Preset, section, sentences } from "./preset.ts";

export function receiptsSection({ name, recipe: { receipt } }: Preset): string {
  const page = "[receipts](../../how-to/know-what-arrived.md)";
  if (receipt === undefined) return section("Receipts", `The vendor has no ${page}.`);
  const { states, callback, poll } = receipt;
  return section(
    "Receipts",
    sentences(
      `With ${page} on, Ramz learns what became of a message.`,
      callback === undefined ? "" : callbackText(name, callback),
      poll === undefined
        ? ""
        : `Ramz asks ${listed(poll.after.map(String))} seconds after acceptance: ${callText(poll)}. The state stands at ${code(poll.state)}.`,
    ),
    table(
      ["The vendor says", "The receipt is"],
      [
        [states.delivered.map(code).join(", "), "delivered"],
        [states.undelivered.map(code).join(", "), "undelivered"],
        ["anything else", "still to come"],
      ],
    ),
    carriersText(receipt),
  );
}

function carriersText({ carriers = {}, callback, poll }: Receipt): string {
  const places = [poll?.carrier, callback?.carrier].filter((place) => place !== undefined);
  if (places.length === 0) return "";
  const byOperator = Map.groupBy(Object.keys(carriers), (value) => carriers[value] ?? "");
  return [
    `The operator of the number stands at ${listed(places.map(code))}. Where [routes learn](../../explanation/routing.md#ported-numbers), it wins over the numbering plan${callback?.carrier === undefined ? "" : ", if the call is signed"}.`,
    table(
      ["The vendor says", "The operator is"],
      [...byOperator].map(([operator, values]) => [values.map(code).join(", "), code(operator)]),
    ),
  ].join("\n\n");
}

type Callback = NonNullable<Receipt["callback"]>;

function callbackText(name: string, { set, state, proof, challenge }: Callback): string {
  return sentences(
    set === "request"
      ? "The vendor calls; each message holds the address."
      : `The vendor calls the address that you enter in its panel; \`ramz provider http/${name} receipts\` shows it.`,
    `The state stands at ${code(state)}. ${proofText(proof)}`,
    challenge === undefined
      ? ""
      : `The panel tests the address: Ramz answers when ${code(challenge.when)} is ${code(challenge.equals)}.`,
  );
}

function proofText(proof: Callback["proof"]): string {
  switch (proof.kind) {
    case "path":
      return "Only the secret in the address proves the call.";
    case "confirm":
      return "Ramz asks the vendor before it believes the call.";
    case "jwt":
    case "twilio":
    case "plivo":
    case "vonage":
      return `The vendor signs the call (proof ${code(proof.kind)}) with ${code(proof.key)}.`;
    case "ed25519":
      return `The vendor signs the call in the header ${code(proof.header)} (Ed25519); ${code(proof.public_key)} checks it.`;
    case "hmac":
      return `The vendor signs the call in the header ${code(proof.header)} (HMAC) with ${code(proof.key)}.`;
  }
}

export function feedbackSection({ recipe: { feedback = {} } }: Preset): string {
  const calls = Object.entries(feedback).map(
    ([outcome, call]) => `After a code was ${outcome}, Ramz calls ${callText(call)}.`,
  );
  if (calls.length === 0) return "";
  return section(
    "Feedback",
    sentences(
      "With [`RAMZ_FEEDBACK`](../../how-to/know-what-arrived.md#tell-the-vendor) on, the vendor learns how it ended.",
      ...calls,
    ),
  );
}

export function examineSection({ recipe: { examine = {} } }: Preset): string {
  const { credit, template } = examine;
  if (credit === undefined && template === undefined) return "";
  return section(
    "Examination",
    sentences(
      "`ramz doctor` asks the vendor without sending.",
      credit === undefined
        ? ""
        : `The credit stands at ${code(credit.value)} of ${callText(credit)}${credit.warn_below === undefined ? "" : `; below ${credit.warn_below} is a warning`}.`,
      template === undefined
        ? ""
        : `The template is approved when, in ${callText(template)}, ${Object.entries(template.when)
            .map(([path, values]) => `${code(path)} is ${values.map(code).join(" or ")}`)
            .join(", ")}.`,
    ),
  );
}

function callText({ method, url }: Pick<Call, "method" | "url">): string {
  return code(`${method} ${url}`);
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat("en").format(words);
}
