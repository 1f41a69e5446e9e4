/** V6: an address that any client can write into a header (CVE-2020-35590, CVE-2026-110724, CVE-2026-23848). */
import { describe, expect, test } from "bun:test";
import { createSeeded, type Seeded } from "../support/seeded.ts";
import { freshNumber, type HeaderList } from "../support/http.ts";
import { counted } from "../e2e/workers/crew.ts";
import { STORES } from "./ground.ts";
import { ask, resultOf, sendBy } from "./routes.ts";
import { BEHIND_PROXY, from, openStage, type Stage } from "./stage.ts";

const LIMIT = 20;
const SENDS = 200;
/** Limits by number and network are off here. */
const ADDRESSES = { RAMZ_GUARD: "off", RAMZ_IP_SENDS_PER_HOUR: String(LIMIT) };

/** Headers in which proxies of all kinds write an address. */
const [X_FORWARDED_FOR = "", ...NAMES] =
  "x-forwarded-for x-real-ip forwarded cf-connecting-ip true-client-ip x-client-ip x-cluster-client-ip via".split(
    " ",
  );

function lie(chance: Seeded): HeaderList {
  const address = Array.from({ length: 4 }, () => chance.whole(1, 254)).join(".");
  const forms = [
    address,
    `for=${address}`,
    `${address}, 10.0.0.1`,
    `127.0.0.1, ${address}`,
    `2001:db8::${chance.whole(1, 9999)}`,
  ] as const;
  const name = chance.pick([X_FORWARDED_FOR, ...NAMES]);
  return { [name]: chance.pick(forms), [X_FORWARDED_FOR]: chance.pick(forms) };
}

const send = (stage: Stage, index: number, headers: HeaderList) =>
  ask(stage.api, sendBy(index, freshNumber()), headers);

describe.each(STORES)("V6 limit of an address by a header: on %s", (store) => {
  test(`${SENDS} sends from one socket with addresses of all kinds in their headers are one bucket of ${LIMIT}`, async () => {
    await using stage = await openStage(store, ADDRESSES);
    const chance = createSeeded(6);
    const statuses: string[] = [];
    for (let index = 0; index < SENDS; index++)
      statuses.push((await send(stage, index, lie(chance))).status < 300 ? "sent" : "refused");
    expect(counted(statuses)).toEqual({ sent: LIMIT, refused: SENDS - LIMIT });
    expect(stage.sent).toHaveLength(LIMIT);
  }, 20_000);

  test("behind a trusted proxy the rightmost untrusted address counts, and everything left of it is ignored", async () => {
    await using stage = await openStage(store, { ...ADDRESSES, ...BEHIND_PROXY });
    const chance = createSeeded(7);
    for (let index = 0; index < 2 * LIMIT; index++) {
      const invented = `${chance.whole(1, 223)}.${chance.whole(0, 255)}.0.1`;
      const reply = await send(stage, index, from(`${invented}, 203.0.113.9`));
      expect([index, reply.status < 300]).toEqual([index, index < LIMIT]);
    }
    expect(resultOf(await send(stage, 0, from("203.0.113.9, 203.0.113.10")))).toBe("done");
  });

  test("an unreadable chain counts for the address of the socket", async () => {
    await using stage = await openStage(store, { ...ADDRESSES, ...BEHIND_PROXY });
    const broken = [
      "",
      "unknown",
      "203.0.113.9:http",
      "[2001:db8::1]:99999",
      "203.0.113.9,",
      "203.0.113.256",
      "localhost",
    ];
    for (let index = 0; index < 2 * LIMIT; index++) {
      const reply = await send(stage, index, from(broken[index % broken.length] ?? ""));
      expect([index, reply.status < 300]).toEqual([index, index < LIMIT]);
    }
  });
});
