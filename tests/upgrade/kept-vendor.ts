/** A Kavenegar that takes every message and says of each that it arrived. It answers what kept stores need, and nothing else. */

export interface KeptVendor {
  readonly baseUrl: string;
  /** The newest code that was sent to this number. Throws if there is none. */
  codeFor(to: string): string;
  /** The vendor's id of its message. */
  messageIdFor(to: string): string;
  /** How many messages it took. */
  taken(): number;
  /** From now on it refuses templates to numbers for which this holds, so that they get plain messages. */
  refuseTemplates(to: (to: string) => boolean): void;
  stop(): Promise<void>;
}

export function startKeptVendor(port: number): KeptVendor {
  const messages = new Map<string, { readonly code: string; readonly id: string }>();
  let taken = 0;
  let refuses: (to: string) => boolean = ofNone;
  const answer = (method: string, params: URLSearchParams) => {
    if (method === "sms/status") return statusesOf(params.get("messageid") ?? "");
    const to = internationalOf(params.get("receptor") ?? "");
    if (method === "verify/lookup" && refuses(to)) return envelope(424, []);
    const code = /\d{6}/.exec(params.get("token") ?? params.get("message") ?? "")?.[0] ?? "";
    const id = String(8_792_000 + ++taken);
    messages.set(to, { code, id });
    return envelope(200, [{ messageid: Number(id), status: 5, receptor: params.get("receptor"), cost: 120 }]);
  };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    async fetch(request) {
      const method = /\/v1\/[^/]+\/(\w+\/\w+)\.json$/.exec(new URL(request.url).pathname)?.[1] ?? "";
      return Response.json(answer(method, new URLSearchParams(await request.text())));
    },
  });
  const messageTo = (to: string) => {
    const message = messages.get(to);
    if (message === undefined) throw new Error(`no message was sent to ${to}`);
    return message;
  };
  return {
    baseUrl: `http://127.0.0.1:${server.port}`,
    codeFor: (to) => messageTo(to).code,
    messageIdFor: (to) => messageTo(to).id,
    taken: () => taken,
    refuseTemplates: (to) => void (refuses = to),
    stop: () => server.stop(true),
  };
}

const ofNone = () => false;

function statusesOf(messageIds: string) {
  return envelope(
    200,
    messageIds.split(",").map((id) => ({ messageid: Number(id), status: 10, statustext: "رسیده به گیرنده" })),
  );
}

function envelope(status: number, entries: readonly object[]) {
  return { return: { status, message: "" }, entries };
}

/** The vendor gets numbers as people in Iran write them. */
function internationalOf(receptor: string): string {
  return receptor.replace(/^(?:0|0098|\+?98)(?=9)/, "+98");
}
