/** A log-in server tries again at another process, or after one was killed: the message goes out once, and every try is answered. */
import { describe, expect, test } from "bun:test";
import { bodyFor, errorIn, hand, HOOK } from "../../app/http/hooks/supabase-signer.ts";
import { openGround, STORES, type StoreKind } from "../../immunity/ground.ts";
import { apiAt, eventually, freshNumber } from "../../support/http.ts";
import { type Env, type Running, startRamz } from "../../support/process.ts";
import { handed, nextHanded, pluginFile } from "../plugins/plugin-files.ts";

const CODE = "493817";
const ENV: Env = {
  HOST: "127.0.0.1",
  RAMZ_SECRET: "two-processes-share-one-secret-of-enough-length",
  RAMZ_CONFIG: "ramz.toml",
  OTP_CHAIN_DEADLINE_MS: "15000",
};

interface Two extends AsyncDisposable {
  readonly first: Running;
  readonly second: Running;
  handedTo(to: string): number;
  waitFor(to: string): Promise<unknown>;
}

/** Two processes on one store. `deliver` is the body of the provider's function, and of the second one's if there is another. */
async function two(store: StoreKind, toml: string, deliver: readonly [string, string?]): Promise<Two> {
  const ground = await openGround(store);
  const { folder } = ground;
  const [one, other] = deliver;
  folder.write("one.ts", pluginFile(one));
  if (other !== undefined) folder.write("other.ts", pluginFile(other));
  folder.write("ramz.toml", toml);
  const providers = other === undefined ? "./one.ts" : "./one.ts,./other.ts";
  const env = { ...ENV, ...ground.env, RAMZ_PROVIDERS: providers };
  const [first, second] = await Promise.all([startRamz(env, folder), startRamz(env, folder)]);
  return {
    first,
    second,
    handedTo: (to) => handed(folder).filter((message) => Object(message).recipient === to).length,
    waitFor: (to) => nextHanded(folder, to),
    async [Symbol.asyncDispose]() {
      await Promise.all([first.kill(), second.kill()]);
      ground[Symbol.dispose]();
    },
  };
}

const TIME_OUT_MS = 40_000;

/** A connection of its own for each try, as after an error. */
const at = ({ api }: Running) => apiAt(api.url, { keepalive: false });

describe.each(STORES)("two processes on %s", (store) => {
  test(
    "three tries spread over them are one message, and get equal answers",
    async () => {
      await using ramz = await two(store, HOOK, ['await Bun.sleep(300); return { outcome: "accepted" };']);
      const to = freshNumber();
      const body = bodyFor(to, CODE);
      const replies = await Promise.all(
        [ramz.first, ramz.second, ramz.first].map((process) => hand(at(process), body)),
      );
      replies.push(await hand(at(ramz.second), body));
      expect(replies.map(({ status, text }) => [status, text])).toEqual(replies.map(() => [200, "{}"]));
      expect(ramz.handedTo(to)).toBe(1);
    },
    TIME_OUT_MS,
  );

  test(
    "what a killed one may have sent is not sent again by the other",
    async () => {
      const toml = `${HOOK}deadline_ms = 1000\n`;
      await using ramz = await two(store, toml, ['await Bun.sleep(30_000); return { outcome: "accepted" };']);
      const [cut, answered] = [freshNumber(), freshNumber()];
      const [cutBody, answeredBody] = [bodyFor(cut, CODE), bodyFor(answered, CODE)];
      expect((await hand(at(ramz.first), answeredBody)).text).toBe("{}");
      const lost = hand(at(ramz.first), cutBody).then(
        () => "answered",
        () => "lost",
      );
      await ramz.waitFor(cut);
      await ramz.first.kill();
      expect(await lost).toBe("lost");
      const [again, known] = await Promise.all([
        hand(at(ramz.second), cutBody),
        hand(at(ramz.second), answeredBody),
      ]);
      expect(errorIn(again)?.http_code).toBe(409);
      expect(known.text).toBe("{}");
      expect([ramz.handedTo(cut), ramz.handedTo(answered)]).toEqual([1, 1]);
    },
    TIME_OUT_MS,
  );

  test(
    "a provider that hangs: answered in time, the next one gets the same code, and a try meanwhile sends nothing",
    async () => {
      const toml = `${HOOK}deadline_ms = 1500\n[apps.shop.policy]\nattempt_timeout_ms = 2500\n`;
      const hangs = "await Bun.sleep(20_000);";
      await using ramz = await two(store, toml, [hangs, 'return { outcome: "accepted" };']);
      const to = freshNumber();
      const body = bodyFor(to, CODE);
      const before = performance.now();
      const first = hand(at(ramz.first), body);
      await ramz.waitFor(to);
      const replies = await Promise.all([first, hand(at(ramz.second), body)]);
      expect(performance.now() - before).toBeLessThan(4_000);
      expect(replies.map(({ text }) => text)).toEqual(["{}", "{}"]);
      await eventually(
        () => ramz.handedTo(to),
        (count) => count === 2,
      );
      expect((await hand(at(ramz.second), body)).text).toBe("{}");
      expect(ramz.handedTo(to)).toBe(2);
      const codes = handed(ramz.first.folder).filter((message) => Object(message).recipient === to);
      expect(codes.map((message) => Object(message).code)).toEqual([CODE, CODE]);
    },
    TIME_OUT_MS,
  );
});
