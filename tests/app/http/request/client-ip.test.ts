/** Where the end user is: nobody gets out of a limit, or into another's, by what they write into a request (anchors E7, V6, V8). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  type Address,
  clientAt,
  isWithin,
  readAddress,
  readHop,
  readNetwork,
} from "../../../../app/access/ip-addresses.ts";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import { farthest } from "../../../../app/http/request/client-ip.ts";
import { type Api, freshNumber, rawHttp, wordOf } from "../../../support/http.ts";
import { type Env, tempFolder } from "../../../support/process.ts";
import { serveHere, startServing } from "../../../support/serving.ts";
import { line, testKey } from "../../access/app-keys.ts";

const v4 = fc.ipV4();
const v6 = fc.ipV6();
const strangers = v4.filter((text) => !text.startsWith("10."));
const proxies = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => `10.${parts.join(".")}`);

function address(text: string): Address {
  const read = readAddress(text);
  if (read === null) throw new Error(`"${text}" is no address`);
  return read;
}

const network = readNetwork("10.0.0.0/8");
if (network === null) throw new Error("10.0.0.0/8 is a network");
const TRUSTED = [network];
const seen = (socket: string, forwarded: string | null) =>
  farthest(address(socket), forwarded, TRUSTED).address.toString();

describe("X-Forwarded-For", () => {
  test("of a stranger counts for nothing, whatever it is", () => {
    fc.assert(
      fc.property(strangers, fc.oneof(v4, v6, fc.string()), (socket, header) => {
        expect(seen(socket, header)).toBe(address(socket).toString());
      }),
    );
  });

  test("is walked from the right past our own proxies; what strangers wrote left of that is not looked at", () => {
    const written = fc.array(fc.oneof(v4, v6, fc.string({ maxLength: 20 })), { maxLength: 5 });
    fc.assert(
      fc.property(
        proxies,
        fc.array(proxies, { maxLength: 4 }),
        strangers,
        written,
        (socket, ours, user, junk) => {
          const header = [...junk.map((text) => text.replaceAll(",", "")), user, ...ours].join(", ");
          expect(seen(socket, header)).toBe(address(user).toString());
        },
      ),
    );
  });

  test("that is broken where it counts leaves the socket", () => {
    const broken = fc.string().filter((text) => readHop(text.trim()) === null && !text.includes(","));
    fc.assert(
      fc.property(
        proxies,
        fc.array(proxies, { maxLength: 4 }),
        broken,
        strangers,
        (socket, ours, bad, user) => {
          expect(seen(socket, [user, bad, ...ours].join(","))).toBe(socket);
        },
      ),
    );
    for (const bad of [
      "",
      " ",
      ",",
      "unknown",
      "fe80::1%eth0",
      "010.0.0.1",
      "1",
      "203.0.113.1:",
      "203.0.113.1:http",
      "203.0.113.1:65536",
      "203.0.113.1:443:443",
      "[203.0.113.1",
      "[2001:db8::7]443",
      "[fe80::1%eth0]:443",
      "for=203.0.113.1",
    ])
      expect([bad, farthest(address("10.1.1.1"), bad, TRUSTED)]).toEqual([
        bad,
        { address: address("10.1.1.1"), unreadable: bad === "," ? "" : bad },
      ]);
  });

  test("may have ports, as some balancers write them", () => {
    const port = fc.integer({ min: 0, max: 65_535 });
    fc.assert(
      fc.property(proxies, proxies, v4, v6, port, (socket, ours, user4, user6, number) => {
        fc.pre(!user4.startsWith("10."));
        expect(seen(socket, `${user4}:${number}, ${ours}:${number}`)).toBe(user4);
        const plain = address(user6).toString();
        expect(seen(socket, `[${user6}]:${number}`)).toBe(plain);
        expect(seen(socket, `[${user6}]`)).toBe(plain);
      }),
    );
    expect(seen("10.0.0.1", "203.0.113.1:5123")).toBe("203.0.113.1");
    expect(seen("10.0.0.1", "[2001:db8::7]:443")).toBe("2001:db8::7");
    expect(seen("10.0.0.1", "[::ffff:203.0.113.1]:443")).toBe("203.0.113.1");
  });

  test("with proxies alone gives the one farthest away", () => {
    expect(seen("10.0.0.1", "10.0.0.3, 10.0.0.2")).toBe("10.0.0.3");
    expect(seen("10.0.0.1", null)).toBe("10.0.0.1");
  });
});

const inHex = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(":");

describe("an address", () => {
  test("of IPv4 counts by itself and its /24, also as IPv4 within IPv6", () => {
    fc.assert(
      fc.property(v4, (text) => {
        const client = clientAt(address(text));
        expect(client).toEqual({ address: text, subnet: text.replace(/\.\d+$/, ".0/24") });
        expect(clientAt(address(`::ffff:${text}`))).toEqual(client);
      }),
    );
  });

  test("of IPv6 counts by its /64 and its /48", () => {
    const groups = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
    // Not within ::/16, where IPv4 lives in IPv6.
    const real = groups.filter(([first]) => first !== 0);
    fc.assert(
      fc.property(real, real, (one, other) => {
        const neighbour = [...one.slice(0, 4), ...other.slice(4)];
        expect(clientAt(address(inHex(neighbour)))).toEqual(clientAt(address(inHex(one))));
        const near = clientAt(address(inHex([...one.slice(0, 3), ...other.slice(3)])));
        expect(near.subnet).toBe(clientAt(address(inHex(one))).subnet);
      }),
    );
    expect(clientAt(address("2001:DB8:1:2:3::4"))).toEqual({
      address: "2001:db8:1:2::/64",
      subnet: "2001:db8:1::/48",
    });
  });

  test("of NAT64 and of 6to4 counts as the IPv4 address in it, but is none where it would be trusted", () => {
    fc.assert(
      fc.property(v4, fc.nat(0xffff), fc.nat(0xffff), (text, subnet, host) => {
        const [a = 0, b = 0, c = 0, d = 0] = text.split(".").map(Number);
        const carried = inHex([(a << 8) | b, (c << 8) | d]);
        const client = clientAt(address(text));
        expect(clientAt(address(`64:ff9b::${text}`))).toEqual(client);
        const sixToFour = address(`2002:${carried}:${subnet.toString(16)}::${host.toString(16)}`);
        expect(clientAt(sixToFour)).toEqual(client);
        expect(isWithin(sixToFour, [[address(text), 32]])).toBe(false);
      }),
    );
    // Its neighbours are no translated addresses.
    expect(clientAt(address("64:ff9b:0:1::1")).address).toBe("64:ff9b:0:1::/64");
    expect(clientAt(address("2003:cb00:7101::1")).address).toBe("2003:cb00:7101::/64");
    // A stranger's 6to4 address with one of our own in it.
    expect(seen("2002:a00:1::1", "203.0.113.9")).toBe("2002:a00:1::1");
  });

  test("is within a network of its own kind alone", () => {
    const mapped = readNetwork("::ffff:10.0.0.0/104");
    expect(mapped && isWithin(address("10.9.9.9"), [mapped])).toBe(true);
    const low = readNetwork("::/16");
    expect(low && isWithin(address("0.0.0.1"), [low])).toBe(false);
  });
});

/** Starts with a limit of two messages per address. */
/** A provider that sends: console mode is over with it. */
const SENDING: Provider = {
  name: "sending",
  account: "sending",
  channels: ["sms"],
  deliver: async () => ({ outcome: "accepted" }),
  explain: () => null,
};

const LIMITED: Env = { RAMZ_IP_SENDS_PER_HOUR: "2" };
const start = (api: Api, headers: Readonly<Record<string, string>> = {}, further: object = {}) =>
  api.post("/v1/verifications", { to: freshNumber(), ...further }, headers);
const words = async (replies: readonly Promise<Parameters<typeof wordOf>[0]>[]) =>
  (await Promise.all(replies)).map(wordOf).sort();

const from = (chain: string) => ({ "x-forwarded-for": chain });

describe("the limit of an address", () => {
  test("holds whatever headers say, when no proxy is trusted", async () => {
    await using ramz = await startServing(LIMITED);
    const names = [
      "x-forwarded-for",
      "x-real-ip",
      "forwarded",
      "cf-connecting-ip",
      "true-client-ip",
      "x-client-ip",
    ];
    const sent = Array.from({ length: 60 }, (_, index) =>
      start(ramz.api, { [names[index % names.length] ?? ""]: `203.0.113.${index}` }),
    );
    expect(await words(sent)).toEqual(["201", "201", ...Array.from({ length: 58 }, () => "429 ip_limit")]);
    const legacy = { phone_number: freshNumber() };
    const reply = await ramz.api.post("/api/v1/usr/otp", legacy, { "x-forwarded-for": "203.0.113.99" });
    expect(reply.status).toBe(429);
  });

  test("holds for HTTP/1.0 without a Host and for a Host that is invalid", async () => {
    // Console mode refuses the latter.
    await using ramz = await serveHere(
      { ...LIMITED, RAMZ_STORE: "sqlite::memory:" },
      { providers: [SENDING] },
    );
    const send = async (version: string, ...lines: readonly string[]) => {
      const body = JSON.stringify({ to: freshNumber() });
      const head = [`POST /v1/verifications HTTP/${version}`, ...lines, "Content-Type: application/json"];
      const request = [...head, `Content-Length: ${body.length}`, "Connection: close", "", body].join("\r\n");
      return /^HTTP\/1\.1 (\d+)/.exec(await rawHttp(ramz.port, request))?.[1];
    };
    expect([await send("1.0"), await send("1.1", "Host: ["), await send("1.0")]).toEqual([
      "201",
      "201",
      "429",
    ]);
  });

  test("is the end user's behind a trusted proxy, on every route that sends", async () => {
    await using ramz = await startServing({ ...LIMITED, RAMZ_TRUSTED_PROXIES: "127.0.0.1, ::1" });
    expect(wordOf(await start(ramz.api, from("203.0.113.1")))).toBe("201");
    const legacy = { phone_number: freshNumber() };
    expect((await ramz.api.post("/api/v1/usr/otp", legacy, from("203.0.113.1"))).status).toBe(200);
    expect(wordOf(await start(ramz.api, from("198.51.100.7, 203.0.113.1")))).toBe("429 ip_limit");
    expect(wordOf(await start(ramz.api, from("203.0.113.2")))).toBe("201");
    // IPv6 counts by /64.
    expect(wordOf(await start(ramz.api, from("2001:db8::1")))).toBe("201");
    expect(wordOf(await start(ramz.api, from("2001:db8::2")))).toBe("201");
    expect(wordOf(await start(ramz.api, from("2001:db8::3")))).toBe("429 ip_limit");
    // What is broken counts for the proxy, with what has no header.
    expect(wordOf(await start(ramz.api, from("nobody")))).toBe("201");
    expect(wordOf(await start(ramz.api))).toBe("201");
    expect(wordOf(await start(ramz.api, from("127.0.0.1:http")))).toBe("429 ip_limit");
    // With a port, and through translators, it is the same user.
    expect(wordOf(await start(ramz.api, from("203.0.113.1:5123")))).toBe("429 ip_limit");
    expect(wordOf(await start(ramz.api, from("64:ff9b::203.0.113.1")))).toBe("429 ip_limit");
    expect(wordOf(await start(ramz.api, from("[2001:db8::9]:443")))).toBe("429 ip_limit");
  });

  test("tells once what a trusted proxy wrote that is no address, without showing it", async () => {
    const lines: string[] = [];
    const log = (level: string, message: string) => void lines.push(`${level} ${message}`);
    const env = { RAMZ_TRUSTED_PROXIES: "127.0.0.1, ::1", RAMZ_STORE: "sqlite::memory:" };
    await using ramz = await serveHere(env, { log });
    for (const end of ["1", "2", "3"]) await start(ramz.api, from(`203.0.113.${end}:http`));
    const told = lines.filter((text) => text.includes("X-Forwarded-For"));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^warn .*the trusted proxy 127\.0\.0\.1 wrote "000\.0\.000\.0:http"/);
  });

  test("names in the log whom it refused, and the setting when a proxy's header is ignored", async () => {
    const lines: { readonly message: string; readonly fields: unknown }[] = [];
    const log = (_: string, message: string, fields: unknown = {}) => void lines.push({ message, fields });
    await using ramz = await serveHere({ ...LIMITED, RAMZ_STORE: "sqlite::memory:" }, { log });
    const legacy = () =>
      ramz.api.post("/api/v1/usr/otp", { phone_number: freshNumber() }, from("203.0.113.1"));
    for (let sent = 0; sent < 2; sent++) await start(ramz.api);
    expect(wordOf(await start(ramz.api))).toBe("429 ip_limit");
    expect(lines.filter(({ message }) => message.includes("refused"))).toEqual([
      {
        message: "ip_hour refused a send from 127.0.0.1: its limit is 2",
        fields: { app: "default", rule: "ip_hour", mode: "enforce", limit: 2, place: "127.0.0.1" },
      },
    ]);
    expect((await legacy()).status).toBe(429);
    expect(wordOf(await start(ramz.api, from("203.0.113.1")))).toBe("429 ip_limit");
    const told = lines.filter(({ message }) => message.includes("X-Forwarded-For"));
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining("set RAMZ_TRUSTED_PROXIES to its network"),
    ]);
  });

  test("counts by client_ip from a key whose word is taken, and by the socket when it names none", async () => {
    using folder = tempFolder();
    const [trusted, plain] = [testKey(), testKey()];
    const keys = [line(trusted, ["send"], ", client_ip = true"), line(plain, ["send"])];
    folder.write("ramz.toml", `[apps.shop]\nkeys = [${keys.join(", ")}]`);
    await using ramz = await startServing({ ...LIMITED, RAMZ_CONFIG: "ramz.toml" }, folder);
    const named = (client_ip: string) => start(ramz.api, trusted.headers, { client_ip });
    expect(await words(["1", "1", "1", "2"].map((end) => named(`203.0.113.${end}`)))).toEqual([
      "201",
      "201",
      "201",
      "429 ip_limit",
    ]);
    expect(await words([1, 2, 3].map(() => start(ramz.api, trusted.headers)))).toEqual([
      "201",
      "201",
      "429 ip_limit",
    ]);
    expect(wordOf(await start(ramz.api, plain.headers, { client_ip: "203.0.113.9" }))).toBe(
      "403 client_ip_not_allowed",
    );
  });

  test("without apps counts by client_ip only when somebody wrote that it is to be believed", async () => {
    await using closed = await startServing(LIMITED);
    const refused = await start(closed.api, {}, { client_ip: "203.0.113.9" });
    expect(wordOf(refused)).toBe("403 client_ip_not_allowed");
    expect(refused.text).toContain("RAMZ_TRUST_CLIENT_IP=true");
    await using open = await startServing({ ...LIMITED, RAMZ_TRUST_CLIENT_IP: "true" });
    const sent = Array.from({ length: 6 }, (_, index) =>
      start(open.api, {}, { client_ip: `203.0.113.${index % 3}` }),
    );
    expect(await words(sent)).toEqual(Array.from({ length: 6 }, () => "201"));
  });
});
