/** What a recipe says of answers and can never hold: it would start, and then read every answer as unknown. */
import type { Fault } from "./fault.ts";
import type { Recipe } from "./format.ts";

export function faultsOfAnswers({ accept, faults, receipt }: Recipe): readonly Fault[] {
  const paths: readonly (readonly [path: readonly string[], places: readonly string[]])[] = [
    [["accept", "id"], listOf(accept.id)],
    [["accept", "cost"], listOf(accept.cost)],
    [["accept", "when"], Object.keys(accept.when ?? {})],
    [["faults", "code"], faults.code ?? []],
    [["faults", "when"], Object.keys(faults.when ?? {})],
    [["faults", "vendor_text"], listOf(faults.vendor_text)],
    [["receipt", "poll", "state"], listOf(receipt?.poll?.state)],
    [["receipt", "poll", "carrier"], listOf(receipt?.poll?.carrier)],
  ];
  const meanings: readonly (readonly [path: readonly string[], keys: readonly string[]])[] = [
    [["faults", "codes"], Object.keys(faults.codes ?? {})],
    [["faults", "http"], Object.keys(faults.http ?? {})],
    ...Object.entries(faults.when ?? {}).map(
      ([place, wanted]) => [["faults", "when", place], Object.keys(wanted)] as const,
    ),
  ];
  return [
    ...paths.flatMap(([path, places]) =>
      places.filter(isOfEach).map((place) => ({
        path,
        says: `"${place}" holds * or ^, which stand for the entries of receipt.callback.each only. Write the place of one value, e.g. "messages.0.id".`,
      })),
    ),
    ...meanings.flatMap(([path, keys]) =>
      keys.filter(isEmptyRange).map((key) => ({
        path: [...path, key],
        says: `the range "${key}" holds no number. Write the smaller one first.`,
      })),
    ),
    ...faultsOfAge(receipt),
    ...faultsOfCarriers(receipt),
  ];
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

function isOfEach(place: string): boolean {
  return place.split(/[.|]/).some((part) => part === "*" || part === "^");
}

function isEmptyRange(key: string): boolean {
  const [, from, to] = /^(-?\d{1,18})\.\.(-?\d{1,18})$/.exec(key) ?? [];
  return from !== undefined && to !== undefined && BigInt(from) > BigInt(to);
}

/** Without its time every call is too old, so none is believed. */
function faultsOfAge(receipt: Recipe["receipt"]): readonly Fault[] {
  const proof = receipt?.callback?.proof;
  const isTimeless =
    proof !== undefined &&
    "max_age" in proof &&
    proof.max_age !== undefined &&
    proof.timestamp_header === undefined;
  return isTimeless
    ? [
        {
          path: ["receipt", "callback", "proof"],
          says: "max_age needs timestamp_header: the header that says when the vendor signed.",
        },
      ]
    : [];
}

/** A name that the numbering plan would write in another way is another operator, and the routes of both are learned apart. */
function faultsOfCarriers(receipt: Recipe["receipt"]): readonly Fault[] {
  const { carriers, callback, poll } = receipt ?? {};
  const isPlaced = callback?.carrier !== undefined || poll?.carrier !== undefined;
  const path = ["receipt", "carriers"];
  if (carriers === undefined)
    return isPlaced
      ? [
          {
            path: ["receipt"],
            says: 'carrier needs carriers: which operator a value means, e.g. { 43211 = "IR-MCI" }.',
          },
        ]
      : [];
  return [
    ...(isPlaced
      ? []
      : [
          {
            path,
            says: "carriers needs carrier in [receipt.poll] or [receipt.callback]: where the vendor names it.",
          },
        ]),
    ...Object.entries(carriers)
      .filter(([, operator]) => !/^[A-Z]{2}-[A-Za-z]\w*$/.test(operator))
      .map(([value, operator]) => ({
        path: [...path, value],
        says: `"${operator}" is no operator. Write its country and its name, e.g. "IR-MCI".`,
      })),
  ];
}
