/** What is done to see every documented answer once. Each scene has a Ramz of its own. */
import { freshNumber, type HeaderList, type Reply, wrong } from "../../../support/http.ts";
import { SERVICE_PATH } from "../../../support/twilio.ts";
import { type Call, callsAbout, createDelivery, make, twilioForm } from "./calls.ts";
import { ACCEPTED, type Ground, openGround } from "./ground.ts";
import { challenges, limitsOfAll, limitsOfNumbers, sends, suspicions } from "./scenes-of-sends.ts";
import { approved, delivered, sidOf, type Started, started } from "./subjects.ts";

const MINUTE_MS = 60_000;
const BIG = JSON.stringify({ x: "x".repeat(20_000) });
const OTHER_SERVICE = SERVICE_PATH.replace(/VA.*/, "VA1");
const FORBIDDEN = "+12025550123";

/** What any call may be answered, whatever it asks for. */
export async function anyCall(): Promise<Ground> {
  const ground = await openGround();
  const subjects = async () => ({
    verification: (await started(ground)).id,
    delivery: await delivered(ground),
    proof: await approved(ground),
    sid: await sidOf(ground),
  });
  const calls = callsAbout(await subjects());
  const all = (call: (one: Call) => Promise<unknown>) => Promise.all(calls.map(call));
  await all((call) => make(ground, call, null));
  await all((call) => make(ground, call, call.misfit));
  await ground.during("away", () => all((call) => make(ground, call)));
  await ground.during("broken", () => all((call) => make(ground, call)));
  const reading = calls.filter(({ body }) => body !== undefined);
  for (const changed of [{ body: "{}" }, { body: "{" }, { type: "text/plain" }, { body: BIG }])
    for (const call of reading) await make(ground, call, "full", changed);
  for (const call of calls) await make(ground, call);
  const nothing = { verification: "none", delivery: "none", proof: "none", sid: `VE${"0".repeat(32)}` };
  for (const call of callsAbout(nothing)) await make(ground, call);
  for (const { path, ...call } of calls.filter((one) => one.path.startsWith(SERVICE_PATH)))
    await make(ground, { ...call, path: path.replace(SERVICE_PATH, OTHER_SERVICE) });
  return ground;
}

/** What a caller may not claim without the right to. */
export async function claims(): Promise<Ground> {
  const ground = await openGround();
  const to = freshNumber();
  for (const claim of [{ client_ip: "203.0.113.7" }, { known_session: true }, { challenge_passed: true }])
    await ground.plain.post("/v1/verifications", { to, ...claim });
  await ground.plain.post("/v1/checks", { to, code: "123456", known_session: true });
  await ground.plain.post("/v1/deliveries", { to, code: "493817" });
  await ground.carrier.post("/v1/deliveries", { to, code: "493817", client_ip: "203.0.113.7" });
  await ground.plain.post("/v1/deliveries/none/outcome", { used: true });
  return ground;
}

/** How a check fares, by id, by number and in the words of others. */
export async function checks(): Promise<Ground> {
  const ground = await openGround({ OTP_MAX_ATTEMPTS: "1" });
  const { api, clock, during } = ground;
  const ways: readonly ((of: Started, code: string, headers?: HeaderList) => Promise<Reply>)[] = [
    ({ id }, code, headers) => api.post(`/v1/verifications/${id}/checks`, { code }, headers),
    ({ to }, code, headers) => api.post("/v1/checks", { to, code }, headers),
    ({ to }, code) => api.post("/api/v1/usr/otp/verify", { phone_number: to, code }),
    ({ to }, code) =>
      api.post("/compat/prelude/v2/verification/check", {
        target: { type: "phone_number", value: to },
        code,
      }),
    ({ to }, code) => twilioForm(ground, "VerificationCheck", { To: to, Code: code }),
  ];
  for (const [index, check] of ways.entries()) {
    const key = { "idempotency-key": `check-${index}` };
    const other = { "idempotency-key": `other-${index}` };
    const [right, used, off, old, contested] = [
      await started(ground),
      await started(ground),
      await started(ground),
      await started(ground),
      await started(ground),
    ];
    await check(right, right.code, key);
    await check(right, right.code, key);
    await check(right, right.code);
    await check(used, "12");
    await check(used, wrong(used.code), other);
    await check(used, wrong(used.code), other);
    await check(used, used.code);
    await during("contested", () => check(contested, contested.code));
    await api.del(`/v1/verifications/${off.id}`);
    await check(off, off.code);
    ground.fate = () => ({ outcome: "refused", fault: "message", reason: "template_not_found" });
    const to = freshNumber();
    const { verification } = Object((await api.post("/v1/verifications", { to })).body);
    await check({ to, id: verification.id, code: "123456" }, "123456");
    if (index === 0) await api.del(`/v1/verifications/${verification.id}`);
    ground.fate = () => ACCEPTED;
    await check({ to: "1", id: "none", code: "" }, "123456");
    await check({ to: FORBIDDEN, id: "none", code: "" }, "123456");
    await check({ to: freshNumber(), id: "none", code: "" }, "123456");
    clock.forward(6 * MINUTE_MS);
    await check(old, old.code);
    if (index > 0) continue;
    for (const { id } of [right, used, old]) await api.del(`/v1/verifications/${id}`);
    const live = await started(ground);
    await during("contested", () => api.del(`/v1/verifications/${live.id}`));
  }
  return ground;
}

/** The guesses of a number for a day are used up. */
export async function guesses(): Promise<Ground> {
  const ground = await openGround({ OTP_GUESSES_PER_DAY: "1" });
  const { to, code } = await started(ground);
  for (const step of [1, 2])
    await ground.api.post("/api/v1/usr/otp/verify", { phone_number: to, code: wrong(code, step) });
  return ground;
}

/** Deliveries after they were sent, proofs, sids, and what needs no key. */
export async function afterwards(): Promise<Ground> {
  const ground = await openGround({ OTP_DELIVERY_ANSWER_MS: "100", RAMZ_IP_SENDS_PER_HOUR: "20" });
  const { api, during, hook, withoutKey } = ground;
  const sid = await sidOf(ground);
  const update = () => twilioForm(ground, `Verifications/${sid}`, { Status: "canceled" });
  await during("contested", update);
  await update();
  const id = await delivered(ground);
  const report = (used: boolean) => api.post(`/v1/deliveries/${id}/outcome`, { used });
  await during("contested", () => report(true));
  await report(true);
  await report(false);
  await api.get(`/v1/deliveries/${id}`);
  ground.fate = async () => {
    await Bun.sleep(300);
    return ACCEPTED;
  };
  await createDelivery(ground, freshNumber(), { client_ip: "203.0.113.7" });
  ground.fate = () => ACCEPTED;

  const proof = await approved(ground);
  for (let again = 0; again < 2; again++) await api.post("/v1/proofs/redeem", { proof });
  await api.post("/v1/proofs/redeem", { proof: "none" });

  for (const path of ["/healthz", "/readyz", "/metrics", "/.well-known/jwks.json"])
    await withoutKey.get(path);
  await during("away", () => withoutKey.get("/readyz"));

  const message = { to: freshNumber().slice(1), type: "SignIn", payload: { code: "493817" } };
  await hook.post("/hooks/shop/logto", message);
  await withoutKey.post("/hooks/shop/logto", message);
  await hook.post("/hooks/shop/none", message);
  return ground;
}

export const SCENES = [
  anyCall,
  sends,
  limitsOfNumbers,
  limitsOfAll,
  suspicions,
  challenges,
  claims,
  checks,
  guesses,
  afterwards,
];
