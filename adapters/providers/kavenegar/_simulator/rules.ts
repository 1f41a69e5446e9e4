/** The simulated vendor's rules for a send: an order, or the code of a refusal. Pure. */

/** Names in lower case: the vendor ignores their case. */
export type Params = Readonly<Record<string, string>>;

export interface SimulatedTemplate {
  readonly name: string;
  /** With `%token` (or `%token%`) where the code goes. */
  readonly text: string;
  readonly state: "Approved" | "PendingReview" | "Rejected";
}

/** One message to one phone. */
export interface Outgoing {
  readonly receptor: string;
  readonly text: string;
  /** The token of a lookup, or the first digits of a text. */
  readonly code: string;
  readonly sender: string;
  readonly channel: "sms" | "call";
  readonly method: "verify/lookup" | "sms/send";
}

export type Judgement =
  | { readonly kind: "refused"; readonly code: number }
  | {
      readonly kind: "order";
      readonly messages: readonly Outgoing[];
      /** One per message, or none. */
      readonly localIds: readonly string[];
      /** The status a message starts with. */
      readonly status: number;
    };

/** The line that the vendor picks for lookups. */
const SHARED_LINE = "10004346";
const TEXT_UNITS_MAX = 900;
const RECEPTORS_MAX = 200;

export function judgeLookup(params: Params, templates: readonly SimulatedTemplate[]): Judgement {
  const { receptor = "", template = "", token = "", type = "sms" } = params;
  if (receptor === "" || template === "" || token === "") return refused(406);
  if (!isReceptor(receptor)) return refused(411);
  const found = templates.find(({ name, state }) => name === template && state === "Approved");
  if (found === undefined) return refused(424);
  const tokens = [token, params["token2"] ?? "", params["token3"] ?? ""];
  if (tokens.some((value) => value.length > 100 || /[\s_]/.test(value))) return refused(431);
  if (!/%token(?![0-9])/.test(found.text)) return refused(432);
  // A landline always gets a call.
  const channel = type === "call" || isIranianLandline(receptor) ? "call" : "sms";
  if (channel === "call" && !/^[0-9]+$/.test(token)) return refused(428);
  if (params["tag"] !== undefined) return refused(607);

  const text = found.text.replaceAll(
    /%token([0-9]*)%?/g,
    (_, index: string) => params[`token${index}`] ?? "",
  );
  const message: Outgoing = {
    receptor,
    text,
    code: token,
    sender: SHARED_LINE,
    channel,
    method: "verify/lookup",
  };
  return { kind: "order", messages: [message], localIds: [], status: 5 };
}

export function judgeSend(params: Params, senders: readonly string[]): Judgement {
  const { message: text = "", sender = SHARED_LINE } = params;
  const receptors = listOf(params["receptor"]);
  const localIds = listOf(params["localid"]);
  if (receptors.length === 0) return refused(406);
  if (text === "" || text.length > TEXT_UNITS_MAX) return refused(413);
  if (receptors.length > RECEPTORS_MAX) return refused(414);
  if (!receptors.every(isReceptor)) return refused(411);
  if (!senders.includes(sender)) return refused(412);
  if (localIds.length > 0 && localIds.length !== receptors.length) return refused(419);

  const code = /[0-9]{4,10}/.exec(text)?.[0] ?? "";
  const common = { text, code, sender, channel: "sms", method: "sms/send" } as const;
  return {
    kind: "order",
    messages: receptors.map((receptor) => ({ receptor, ...common })),
    localIds,
    status: 1,
  };
}

/** A comma-separated field. */
export function listOf(field: string | undefined): readonly string[] {
  return field === undefined || field === "" ? [] : field.split(",");
}

function isReceptor(text: string): boolean {
  return /^((\+98|0098|98|0)?9[0-9]{9}|0[1-8][0-9]{9}|00(?!98)[1-9][0-9]{6,14})$/.test(text);
}

function isIranianLandline(receptor: string): boolean {
  return /^0[1-8]/.test(receptor);
}

function refused(code: number): Judgement {
  return { kind: "refused", code };
}
