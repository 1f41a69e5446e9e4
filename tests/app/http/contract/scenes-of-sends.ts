/** How calls that send fare: at the number, at providers, at every limit, and with their key. */
import { freshNumber, type HeaderList } from "../../../support/http.ts";
import {
  createDelivery,
  legacyStart,
  preludeStart,
  SENDS,
  startVerification,
  twilioCreate,
  twilioForm,
} from "./calls.ts";
import { ACCEPTED, type Ground, openGround } from "./ground.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FORBIDDEN = "+12025550123";

const target = () => ({ target: { type: "phone_number", value: freshNumber() } });

/** How a send fares: at its number, at its providers, and with its key. */
export async function sends(): Promise<Ground> {
  const ground = await openGround({ RAMZ_CALLS_PER_ACCOUNT: "1", RAMZ_CALL_WAIT_MS: "0" });
  const wanted = { options: { method: "voice" } };
  for (const send of SENDS) {
    const to = freshNumber();
    await send(ground, to);
    await send(ground, to);
    await ground.during("contested", () => send(ground, to));
    await send(ground, "1");
    await send(ground, FORBIDDEN);
    const channel = send === twilioCreate ? { Channel: "call" } : { channel: "call" };
    await send(ground, freshNumber(), send === preludeStart ? wanted : channel);
    ground.fate = () => ({ outcome: "refused", fault: "message", reason: "template_not_found" });
    await send(ground, freshNumber());
    ground.clock.forward(HOUR_MS);
    ground.fate = () => ({ outcome: "refused", fault: "recipient", reason: "number_unreachable" });
    await send(ground, freshNumber());
    await whileOneIsOut(ground, () => send(ground, freshNumber()));
    ground.fate = () => ACCEPTED;
  }
  await preludeStart(ground, freshNumber(), { dispatch_id: "1" });
  await twilioCreate(ground, freshNumber(), { TemplateSid: "HJ1" });
  await cutOff(ground);
  await canceled(ground);
  return ground;
}

/** The account has a place for one call, which is taken. */
async function whileOneIsOut(ground: Ground, work: () => Promise<unknown>): Promise<void> {
  const held = Promise.withResolvers<typeof ACCEPTED>();
  const asked = Promise.withResolvers<void>();
  ground.fate = () => {
    asked.resolve();
    return held.promise;
  };
  const first = ground.api.post("/v1/verifications", { to: freshNumber() });
  await asked.promise;
  await work();
  held.resolve(ACCEPTED);
  await first;
}

/** A key belongs to one call; and a call that broke off leaves its key without an answer. */
async function cutOff(ground: Ground): Promise<void> {
  const { api, clock, during } = ground;
  const post = (path: string, body: object) => (headers: HeaderList) => api.post(path, body, headers);
  const twilio = (fields: object) => (headers: HeaderList) =>
    twilioForm(ground, "Verifications", { Channel: "sms", ...fields }, headers);
  const pairs = [0, 1].map(() => [
    post("/v1/verifications", { to: freshNumber() }),
    post("/v1/deliveries", { to: freshNumber(), code: "493817" }),
    post("/api/v1/usr/otp", { phone_number: freshNumber() }),
    post("/compat/prelude/v2/verification", target()),
    twilio({ To: freshNumber() }),
  ]);
  const [calls = [], further = []] = pairs;
  for (const [index, call] of calls.entries()) {
    const key = { "idempotency-key": `cut-off-${index}` };
    await during("unreadable", () => call(key));
    const waiting = call(key);
    await Bun.sleep(20);
    clock.forward(HOUR_MS);
    await waiting;
    await further[index]?.(key);
  }
}

/** Canceled while its message is on the way. */
async function canceled(ground: Ground): Promise<void> {
  ground.fate = async ({ verificationId }) => {
    await ground.api.del(`/v1/verifications/${verificationId}`);
    return ACCEPTED;
  };
  for (const send of [startVerification, legacyStart, preludeStart, twilioCreate])
    await send(ground, freshNumber());
}

/** Sends that a limit of the number refuses. */
export async function limitsOfNumbers(): Promise<Ground> {
  const waits = { OTP_RESEND_WAIT_TIME: "60", OTP_DELIVERY_RESEND_WAIT: "60", OTP_SENDS_PER_HOUR: "2" };
  const ground = await openGround(waits);
  for (const send of SENDS) {
    const to = freshNumber();
    await send(ground, to);
    await send(ground, to);
    ground.clock.forward(2 * MINUTE_MS);
    await send(ground, to);
    ground.clock.forward(4 * MINUTE_MS);
    await send(ground, to);
  }
  return ground;
}

/** Sends that a rule across numbers refuses: of addresses, of the caller, and of the budget at last. */
export async function limitsOfAll(): Promise<Ground> {
  const ground = await openGround({ RAMZ_IP_SENDS_PER_HOUR: "2", RAMZ_MESSAGES_PER_DAY: "20" });
  const [start, carry] = [startVerification, createDelivery];
  for (const [index, send] of [start, carry].entries()) {
    const [client_ip, device] = [`203.0.113.${index}`, `device-${index}`];
    const to = freshNumber();
    await send(ground, to, { client_ip });
    await send(ground, to, { client_ip });
    await send(ground, to, { client_ip });
    for (const place of [10, 20])
      await send(ground, freshNumber(), { client_ip: `203.0.113.${index + place}`, limits: { device } });
  }
  for (const send of SENDS) for (let again = 0; again < 3; again++) await send(ground, freshNumber());
  for (let spent = 0; spent < 20; spent++) await carry(ground, freshNumber());
  await start(ground, freshNumber(), { client_ip: "192.0.2.1" });
  return ground;
}

const FLOORS = { RAMZ_GUARD: "enforce", RAMZ_GUARD_ADDRESS_FLOOR: "2", RAMZ_GUARD_APP_FLOOR: "2" };

/** Sends of which too few are typed in: from one address, so that it is refused, and from many, so that newcomers are challenged. */
export async function suspicions(): Promise<Ground> {
  const { RAMZ_GUARD_APP_FLOOR: _, ...ofAddress } = FLOORS;
  const ground = await openGround(ofAddress);
  const client_ip = "203.0.113.7";
  for (let unused = 0; unused < 6; unused++) {
    await startVerification(ground, freshNumber(), { client_ip });
    const { id } = Object((await createDelivery(ground, freshNumber(), { client_ip })).body);
    if (id !== undefined) await ground.api.post(`/v1/deliveries/${id}/outcome`, { used: false });
    await twilioCreate(ground, freshNumber(), { DeviceIp: client_ip });
  }
  return ground;
}

export async function challenges(): Promise<Ground> {
  const ground = await openGround({
    ...FLOORS,
    RAMZ_GUARD_ADDRESS_FLOOR: "20",
    RAMZ_IP_SENDS_PER_HOUR: "20",
  });
  for (const place of [1, 2, 3, 4, 4])
    await startVerification(ground, freshNumber(), { client_ip: `198.18.${place}.1` });
  for (const send of [legacyStart, legacyStart, preludeStart, twilioCreate])
    await send(ground, freshNumber());
  return ground;
}
