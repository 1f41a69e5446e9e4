/** Everything that can happen to a code, on both surfaces, with a vendor that has every kind of failure. */
import type { Behaviour } from "../../../adapters/providers/_simulator/behaviour.ts";
import { type Api, freshNumber, JSON_TYPE, verificationIn, wrong } from "../../support/http.ts";
import { KEY } from "./serving.ts";
import type { KavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/api.ts";

/** A custom provider at the end of the chain, whose errors contain everything it knows. */
export const BLABBERMOUTH = `
  import { Type } from "@sinclair/typebox";
  import { readFileSync } from "node:fs";
  const secretOf = (name) => process.env[name] ?? readFileSync(process.env[\`\${name}_FILE\`], "utf8").trim();
  const [key, secret] = [secretOf("KAVENEGAR_API_KEY"), secretOf("RAMZ_SECRET")];
  export default {
    api: 1,
    channels: ["sms"],
    options: Type.Object({}),
    create: () => ({
      async deliver({ code, recipient }) {
        throw new Error(\`key \${key}, secret \${secret}, code \${code}, to \${recipient}\`);
      },
    }),
  };
`;

type DayMaker = (newestCode: string) => Behaviour;
const always =
  (behaviour: Behaviour): DayMaker =>
  () =>
    behaviour;
const page =
  (httpStatus: number): DayMaker =>
  (code) => ({
    kind: "body",
    httpStatus,
    text: `<html>${KEY} ${code}</html>`,
  });

const DAYS: readonly DayMaker[] = [
  ...[402, 411, 412, 424, 451, 500].map((code) => always({ kind: "refuse", code })),
  always({ kind: "hang" }),
  always({ kind: "reset" }),
  always({ kind: "accept_then_drop" }),
  always({ kind: "half_body" }),
  always({ kind: "slow", delayMs: 400 }),
  always({ kind: "redirect", location: `http://127.0.0.1:1/v1/${KEY}/verify/lookup.json` }),
  always({ kind: "garble", garbled: (body) => body.slice(1) }),
  always({ kind: "garble", garbled: (body) => body.replace(/"messageid":\d+/, `"messageid":"${KEY}"`) }),
  // What the account's debug mode answers.
  always({ kind: "garble", garbled: (body) => body.replaceAll(/"status":[15],/g, '"status":13,') }),
  page(200),
  page(502),
];

export interface CanaryRun {
  /** Every code that was in a request to the vendor, delivered or not. */
  readonly codes: ReadonlySet<string>;
  readonly numbers: readonly string[];
}

export async function runStory(api: Api, simulator: KavenegarSimulator): Promise<CanaryRun> {
  const codes = new Set<string>();
  const numbers: string[] = [];
  const number = () => {
    const to = freshNumber();
    numbers.push(to);
    return to;
  };
  /** The newest code; the vendor is well again and has forgotten everything. */
  const settle = () => {
    for (const { params } of simulator.calls)
      codes.add(params["token"] ?? /\d{4,}/.exec(params["message"] ?? "")?.[0] ?? "");
    simulator.reset();
    return [...codes].at(-1) ?? "";
  };
  const send = async (to = number()) => {
    // With a key, so that the whole answer is kept, too.
    const reply = await api.post("/v1/verifications", { to }, { "idempotency-key": to });
    return { reply, to, code: settle() };
  };

  await send();
  for (const day of DAYS) {
    simulator.behave("verify/lookup", day(settle()));
    await send();
    // A success in between, so that no breaker opens.
    await send();
    const newest = settle();
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
    simulator.behave("sms/send", day(newest));
    await send();
    await send();
  }
  const { reply, to, code } = await send();
  await guesses(api, verificationIn(reply).id, to, code);
  await predecessor(api, number(), settle);
  for (const path of ["/readyz", "/openapi/json", "/.well-known/jwks.json", "/dev/messages", "/nowhere"])
    await api.get(path);
  await api.get(`/v1/verifications/${code}`);
  const canceled = await send();
  const { id } = verificationIn(canceled.reply);
  await api.del(`/v1/verifications/${id}`);
  await api.post(`/v1/verifications/${id}/checks`, { code: canceled.code });
  simulator.behave("verify/lookup", { kind: "refuse", code: 418, httpStatus: 200 });
  await send();
  await send();
  return { codes, numbers };
}

/** Wrong, malformed, right and late guesses. */
async function guesses(api: Api, id: string, to: string, code: string): Promise<void> {
  const path = `/v1/verifications/${id}/checks`;
  const bodies: readonly unknown[] = [
    { code: wrong(code) },
    { code: Number(code) },
    { code: `${code}x` },
    { code: [code] },
    { code, to: code },
    { to: code, code },
    code,
    { code },
    { code },
  ];
  for (const body of bodies) await api.post(path, body);
  for (const body of [`{"code":"${code}"`, `code=${code}`, `{"code":"${code}",}`])
    await api.request(path, { method: "POST", headers: JSON_TYPE, body });
  await api.post("/v1/checks", { to, code });
  await api.get(`/v1/verifications/${id}?code=${code}`);
}

async function predecessor(api: Api, to: string, settle: () => string): Promise<void> {
  await api.post("/api/v1/usr/otp", { phone_number: to });
  const code = settle();
  const path = "/api/v1/usr/otp/verify";
  await api.post("/api/v1/usr/otp", { phone_number: to });
  await api.post(path, { phone_number: to, code: wrong(code) });
  await api.post(path, { phone_number: to, code: `${code}x` });
  await api.post(path, { phone_number: code, code });
  await api.request(path, { method: "POST", headers: JSON_TYPE, body: `{"code":"${code}"` });
  await api.post(path, { phone_number: to, code });
  await api.post(path, { phone_number: to, code });
}
