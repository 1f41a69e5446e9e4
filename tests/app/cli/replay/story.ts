/** A day of good users and of an attacker who pumps, over HTTP, and the result of `ramz replay` on its log. */
import { type Static, Type } from "@sinclair/typebox";
import { type Env, type Folder, startRamz } from "../../../support/process.ts";
import { verificationIn } from "../../../support/http.ts";
import { parsed, run, vendorWith } from "../support.ts";

const Sums = Type.Object({
  sent: Type.Integer(),
  refused_by_guard: Type.Object({
    address: Type.Integer(),
    subnet: Type.Integer(),
    caller: Type.Integer(),
  }),
  challenged_by_guard: Type.Object({
    block: Type.Integer(),
    operator: Type.Integer(),
    app: Type.Integer(),
  }),
  refused_otherwise: Type.Integer(),
});

export const Replay = Type.Object({
  sends: Type.Integer(),
  from: Type.String(),
  to: Type.String(),
  happened: Sums,
  replayed: Sums,
  newly_blocked: Type.Object({ sends: Type.Integer(), confirmed: Type.Integer() }),
  newly_challenged: Type.Object({ sends: Type.Integer(), confirmed: Type.Integer() }),
  newly_sent: Type.Object({ sends: Type.Integer() }),
  saved_rial: Type.Integer(),
  unsolved_rial: Type.Integer(),
  places: Type.Array(
    Type.Object({
      rule: Type.String(),
      place: Type.String(),
      stopped: Type.Integer(),
      confirmed: Type.Integer(),
    }),
  ),
});

/** Rules small enough for a short story. */
export const RULES: Env = {
  RAMZ_GUARD_BLOCK_FLOOR: "3",
  RAMZ_GUARD_SUBNET_FLOOR: "4",
  RAMZ_GUARD_ADDRESS_FLOOR: "4",
  RAMZ_GUARD_OPERATOR_FLOOR: "14",
  RAMZ_IP_SENDS_PER_HOUR: "5",
};

/** One send: the number, the address, and whether the code is confirmed if it arrives. */
interface Visit {
  readonly to: string;
  readonly from: string;
  readonly does: "confirms" | "leaves" | "gets nothing";
}

const visit = (to: string, from: string, does: Visit["does"]): Visit => ({ to, from, does });
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const two = (index: number) => String(index).padStart(2, "0");

const good = (index: number) => visit(`+98912${two(index)}01234`, `198.51.100.${index}`, "confirms");
/** Neighbouring numbers, from three addresses. */
const pumped = (index: number) => visit(`+989355551${two(index)}0`, `10.${index % 3}.0.1`, "leaves");
/** Numbers of many blocks, from one address. */
const hammered = (index: number) => visit(`+98910${two(index)}66666`, "203.0.114.77", "leaves");
/** Numbers of many blocks, from one network. */
const rented = (index: number) => visit(`+98914${two(index)}77777`, `203.0.113.${index}`, "leaves");
/** Sends that the vendor refuses. If they counted, three of them would fill the floor of their block. */
const failing = (index: number) => visit(`+989170000${two(index)}0`, `10.50.${index}.1`, "gets nothing");
const office = (index: number) => visit(`+98913${two(index)}55555`, "192.0.2.9", "confirms");
/** Numbers of one operator, spread over blocks and networks. */
const spread = (index: number) => visit(`+98936${two(index)}33333`, `10.100.${index % 12}.1`, "leaves");

/** Approved before its neighbours are pumped, and therefore known later. */
const neighbour = visit("+989355553000", "198.51.100.200", "confirms");

const STORY: readonly Visit[] = [
  neighbour,
  ...times(6, good),
  ...times(4, failing),
  ...times(2, (index) => visit(`+989170000${two(index)}7`, `10.60.${index}.1`, "leaves")),
  ...times(12, (index) => (index % 4 === 3 ? good(index + 20) : pumped(index))),
  // Good users among the pumped numbers, behind the attacker's addresses.
  ...times(2, (index) => visit(`+989355552${two(index)}0`, `10.${index}.0.1`, "confirms")),
  // One with an address of its own.
  visit("+989355553990", "198.51.100.100", "confirms"),
  ...times(5, hammered),
  ...times(8, rented),
  ...times(7, office),
  neighbour,
  ...times(3, good),
  ...times(24, spread),
];

/** Sends the story to a Ramz with these settings, and returns its log. */
export async function logOfStory(env: Env): Promise<string> {
  await using vendor = await vendorWith();
  const { simulator } = vendor;
  await using ramz = await startRamz({
    ...vendor.env,
    RAMZ_PROVIDERS: "kavenegar/verify",
    ...RULES,
    ...env,
    RAMZ_TRUST_CLIENT_IP: "true",
    OTP_RESEND_WAIT_TIME: "0",
  });
  for (const { to, from, does } of STORY) {
    if (does === "gets nothing") simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 1);
    const reply = await ramz.api.post("/v1/verifications", { to, client_ip: from });
    if (reply.status >= 300 || does !== "confirms") continue;
    const code = simulator.outbox.at(-1)?.code;
    const { id } = verificationIn(reply);
    const check = await ramz.api.post(`/v1/verifications/${id}/checks`, { code });
    if (check.status !== 200) throw new Error(`a right code was refused: ${check.text}`);
  }
  ramz.signal("SIGTERM");
  await ramz.exited;
  return ramz.printed();
}

/** The result of `ramz replay --json` with these settings. */
export async function replayed(
  args: readonly string[],
  folder: Folder,
  env: Env = RULES,
): Promise<Static<typeof Replay>> {
  return parsed(Replay, await run(["replay", ...args, "--json"], env, folder));
}
