/** The simulated vendor's rules for a send: the messages of a request, or the code of a refusal. Pure. */
import {
  type Field,
  isIranianLandline,
  isReceptor,
  jsonListOf,
  listOf,
  type Params,
  plainLine,
  read,
  refused,
  sendAtOf,
} from "./fields.ts";
import type { Order, Outgoing } from "./outbox.ts";

export interface SimulatedTemplate {
  readonly name: string;
  /** With `%token` (or `%token%`) where the code goes. */
  readonly text: string;
  readonly state: "Approved" | "PendingReview" | "Rejected";
}

/** What the rules know of the account. */
export interface Sending {
  readonly templates: readonly SimulatedTemplate[];
  /** Lines of the account. */
  readonly senders: readonly string[];
  /** The line of a send without a sender; empty when the account has none. */
  readonly defaultSender: string;
  readonly tags: readonly string[];
  readonly now: number;
}

/** The line that the vendor picks for lookups and calls. */
const SHARED_LINE = "10004346";
const TEXT_UNITS_MAX = 900;
const RECEPTORS_MAX = 200;
const TOKEN_UNITS_MAX = 100;

/** The tokens of a template, and how many spaces each may contain. */
const TOKEN_SPACES: Readonly<Record<string, number>> = {
  token: 0,
  token2: 0,
  token3: 0,
  token10: 5,
  token20: 8,
};

export function lookupOrder(params: Params, { templates, tags, now }: Sending): Field<Order> {
  const { receptor = "", template = "", token = "", type = "" } = params;
  if (receptor === "" || template === "" || token === "") return refused(406);
  if (!isReceptor(receptor)) return refused(411);
  const found = templates.find(({ name, state }) => name === template && state === "Approved");
  if (found === undefined) return refused(424);
  if (!Object.keys(TOKEN_SPACES).every((name) => isToken(name, params[name] ?? ""))) return refused(431);
  if (!/%token(?![0-9])/.test(found.text)) return refused(432);
  // A landline always gets a call.
  const channel = type.toLowerCase() === "call" || isIranianLandline(receptor) ? "call" : "sms";
  if (channel === "call" && !/^[0-9]+$/.test(token)) return refused(428);
  if (!isTag(params["tag"], tags)) return refused(607);

  const text = found.text.replaceAll(
    /%token([0-9]*)%?/g,
    (_, index: string) => params[`token${index}`] ?? "",
  );
  const common = { code: token, sender: SHARED_LINE, channel, method: "verify/lookup" } as const;
  return read({ messages: [{ receptor, text, ...common }], localIds: [], status: 5, sendAt: now });
}

export function sendOrder(params: Params, sending: Sending): Field<Order> {
  const { message: text = "", sender = "" } = params;
  const receptors = listOf(params["receptor"]);
  const line = sender === "" ? sending.defaultSender : plainLine(sender);
  const messages = receptors.map((receptor) => plainText("sms/send", receptor, line, text));
  return checkedOrder(messages, listOf(params["localid"]), params, sending);
}

/** Each receptor has its own line and text. */
export function sendArrayOrder(params: Params, sending: Sending): Field<Order> {
  const receptors = jsonListOf(params["receptor"]);
  const senders = jsonListOf(params["sender"]);
  const texts = jsonListOf(params["message"]);
  const localIds = jsonListOf(params["localmessageids"]);
  for (const list of [receptors, senders, texts, localIds]) if (list.kind === "refused") return list;
  const [to, from, text, ids] = [valueOf(receptors), valueOf(senders), valueOf(texts), valueOf(localIds)];
  if (to.length !== from.length || to.length !== text.length) return refused(419);
  const messages = to.map((receptor, index) =>
    plainText("sms/sendarray", receptor, plainLine(from[index] ?? ""), text[index] ?? ""),
  );
  return checkedOrder(messages, ids, params, sending);
}

/** The vendor calls and reads the text out. */
export function callOrder(params: Params, sending: Sending): Field<Order> {
  const { message: text = "" } = params;
  const messages = listOf(params["receptor"]).map((receptor): Outgoing => ({
    ...plainText("call/maketts", receptor, SHARED_LINE, text),
    channel: "call",
  }));
  const withSharedLine = { ...sending, senders: [SHARED_LINE] };
  return checkedOrder(messages, listOf(params["localid"]), params, withSharedLine);
}

function checkedOrder(
  messages: readonly Outgoing[],
  localIds: readonly string[],
  params: Params,
  { senders, tags, now }: Sending,
): Field<Order> {
  if (messages.length === 0) return refused(406);
  if (messages.some(({ text }) => text === "" || text.length > TEXT_UNITS_MAX)) return refused(413);
  if (messages.length > RECEPTORS_MAX) return refused(414);
  if (!messages.every(({ receptor }) => isReceptor(receptor))) return refused(411);
  if (!messages.every(({ sender }) => senders.includes(sender))) return refused(412);
  if (localIds.length > 0 && localIds.length !== messages.length) return refused(419);
  if (!isTag(params["tag"], tags)) return refused(607);
  const sendAt = sendAtOf(params["date"], now);
  return sendAt.kind === "refused" ? sendAt : read({ messages, localIds, status: 1, sendAt: sendAt.value });
}

function plainText(method: Outgoing["method"], receptor: string, sender: string, text: string): Outgoing {
  return { receptor, text, code: /[0-9]{4,10}/.exec(text)?.[0] ?? "", sender, channel: "sms", method };
}

function isToken(name: string, value: string): boolean {
  const spaces = value.split(" ").length - 1;
  return value.length <= TOKEN_UNITS_MAX && spaces <= (TOKEN_SPACES[name] ?? 0) && !/[\n\r\t_]/.test(value);
}

/** A tag must exist in the account; an empty one is none. */
function isTag(tag = "", tags: readonly string[]): boolean {
  return tag === "" || tags.includes(tag);
}

function valueOf<T>(field: Field<readonly T[]>): readonly T[] {
  return field.kind === "read" ? field.value : [];
}
