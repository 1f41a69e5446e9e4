/** The page that changes the vendor, done as it says: files edited, SIGHUP sent, under load. No code is lost. */
import { afterAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Simulator } from "../../adapters/providers/_simulator/api.ts";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { startSmsIrSimulator } from "../../adapters/providers/smsir/_simulator/simulator.ts";
import { type Api, eventually, freshNumber, verificationIn } from "../support/http.ts";
import { type Running, startRamz, tempFolder } from "../support/process.ts";
import { blocksOf, ROOT } from "./pages.ts";

const PAGE = "docs/how-to/change-vendor.md";
const [KAVENEGAR = "", WITH_SMSIR = "", WITH_BALE = "", RECIPE = "", WITH_RECIPE = ""] = blocksOf(PAGE)
  .filter(({ language }) => language === "toml")
  .map(({ text }) => text);

interface Answer {
  readonly status: number;
  readonly body: object;
  /** The code that reached a phone. */
  readonly code?: string;
}

/** A vendor that answers like this, and keeps each code by the last digits of its number. */
function startVendor(answer: (request: string) => Answer) {
  const codes = new Map<string, string>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const text = await request.text();
      const { status, body, code } = answer(text);
      const [, number = ""] = /98(9\d{9})"/.exec(text) ?? [];
      if (code !== undefined) codes.set(number, code);
      return Response.json(body, { status });
    },
  });
  return { codes, url: server.url.origin, stop: () => server.stop(true) };
}

/** Numbers that end in an odd digit have no account there. */
const bale = startVendor((request) => {
  const [, code] = /"otp":"(\d{6})"/.exec(request) ?? [];
  return /98912\d{6}[02468]"/.test(request) && code !== undefined
    ? { status: 200, body: { message_id: "BvQj.1694.2" }, code }
    : { status: 200, body: { message_id: "", error_data: [{ code: 17, description: "NotBaleUser" }] } };
});
const own = startVendor((request) => {
  const [, code = ""] = /"text":"[^"]*?(\d{6})/.exec(request) ?? [];
  return { status: 201, body: { id: "m-1" }, code };
});
const kavenegar = await startKavenegarSimulator({ keys: ["your-key-at-kavenegar"] });
const smsir = await startSmsIrSimulator({ keys: ["your-key-at-smsir"] });
afterAll(() => Promise.all([kavenegar.stop(), smsir.stop(), bale.stop(), own.stop()]));

/** The code that arrived for this number, at whichever vendor. */
function codeFor(number: string): string | undefined {
  const national = number.slice(-10);
  const bySimulator = (simulator: Simulator) =>
    simulator.outbox.findLast(({ to }) => to.endsWith(national))?.code;
  return bySimulator(kavenegar) ?? bySimulator(smsir) ?? bale.codes.get(national) ?? own.codes.get(national);
}

/** One person: asks for a code, and types the one that arrived. By which provider it came. */
async function logIn(api: Api): Promise<string | null> {
  const to = freshNumber();
  const { id, provider } = verificationIn(await api.post("/v1/verifications", { to, channel: "auto" }));
  const check = await api.post(`/v1/verifications/${id}/checks`, { code: codeFor(to) });
  expect([check.status, to, provider]).toEqual([200, to, provider]);
  return provider;
}

const LANES = 3;

/** People log in all the time, on each lane one after the other. Throws when a code was lost. */
function load(api: Api) {
  /** By which provider each got the code, in the order in which they began. */
  const by: (string | null)[] = [];
  let begun = 0;
  const over = new AbortController();
  const lane = async () => {
    while (!over.signal.aborted) {
      const place = begun++;
      by[place] = await logIn(api);
    }
  };
  const lanes = Promise.all(Array.from({ length: LANES }, lane));
  return {
    by,
    /** The providers of the next twenty to begin. */
    async next(): Promise<ReadonlySet<string | null>> {
      const from = begun;
      const until = from + 20;
      await Promise.race([
        lanes,
        eventually(
          // Holes are those under way.
          () => by.slice(from, until).filter((provider) => provider !== undefined).length,
          (count) => count === until - from,
        ),
      ]);
      return new Set(by.slice(from, until));
    },
    async end() {
      over.abort();
      await lanes;
    },
  };
}

test("every code arrives and is confirmed, from one vendor to the next", async () => {
  using folder = tempFolder();
  const toml = readFileSync(join(ROOT, "adapters/providers/http/_presets/bale.toml"), "utf8");
  folder.write("bale.toml", toml.replace("https://safir.bale.ai", bale.url));
  folder.write("our-vendor.toml", RECIPE.replace("https://api.our-vendor.example", own.url));
  const write = (text: string) => folder.write("ramz.toml", text.replaceAll("http/bale", "http/./bale.toml"));
  write(KAVENEGAR);
  await using ramz = await startRamz(
    {
      RAMZ_CONFIG: "ramz.toml",
      RAMZ_GUARD: "off",
      RAMZ_IP_LIMIT_MODE: "monitor",
      KAVENEGAR_BASE_URL: kavenegar.url,
      SMSIR_BASE_URL: `${smsir.url}/v1`,
    },
    folder,
  );
  const people = load(ramz.api);
  const reload = async (text: string) => {
    write(text);
    await hangUp(ramz);
  };
  expect(await people.next()).toEqual(new Set(["kavenegar/verify"]));

  await reload(WITH_SMSIR);
  expect(await people.next()).toEqual(new Set(["kavenegar/verify"]));
  kavenegar.behave("*", { kind: "refuse", code: 418 });
  expect(await people.next()).toEqual(new Set(["smsir/verify"]));

  await reload(WITH_BALE);
  expect(await people.next()).toEqual(new Set(["http/./bale.toml", "smsir/verify"]));

  await reload(WITH_RECIPE);
  expect(await people.next()).toEqual(new Set(["http/./our-vendor.toml"]));

  await reload('providers = ["nonesuch"]');
  expect(await people.next()).toEqual(new Set(["http/./our-vendor.toml"]));
  await people.end();
  expect(people.by).not.toContain(null);
}, 60_000);

/** Sends SIGHUP, and waits until the log says what came of it. */
async function hangUp(ramz: Running): Promise<void> {
  const count = () =>
    ramz.printed().match(/SIGHUP: the (?:configuration was|new configuration)/g)?.length ?? 0;
  const before = count();
  ramz.signal("SIGHUP");
  await eventually(count, (now) => now > before);
}
