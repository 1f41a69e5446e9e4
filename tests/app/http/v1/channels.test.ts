/** Channels over HTTP: what may be asked for, and where the reply says to look. */
import { describe, expect, test } from "bun:test";
import type { Channel, Provider } from "../../../../domain/delivery/provider.ts";
import { problemIn, verificationIn } from "../../../support/http.ts";
import { sharedInProcess } from "../in-process.ts";

const REACHED = "+989120000001";
const NOT_REACHED = "+989120000002";

const provider = (name: string, channel: Channel, further: Partial<Provider> = {}): Provider => ({
  name,
  account: name,
  channels: [channel],
  explain: () => null,
  deliver: async () => ({ outcome: "accepted" }),
  ...further,
});

const bale = provider("bale", "messenger", {
  messenger: { en: "Bale", fa: "بله" },
  deliver: async ({ recipient }) =>
    recipient === REACHED
      ? { outcome: "accepted" }
      : { outcome: "refused", fault: "message", reason: "not_a_user", numberOnly: true },
});

describe("a chain with a messenger before SMS", () => {
  const ramz = sharedInProcess({ OTP_RESEND_WAIT_TIME: "0" }, { providers: [bale, provider("sms", "sms")] });
  const start = (body: Readonly<Record<string, unknown>>, language = "en") =>
    ramz.api.post("/v1/verifications", body, { "accept-language": language });

  test("is walked whole for auto, and the reply says in which messenger to look", async () => {
    const to = REACHED;
    const { channel, attempts } = verificationIn(await start({ to, channel: "auto" }));
    expect(channel).toBe("auto");
    expect(attempts).toMatchObject([
      { channel: "messenger", hint: "The code was sent in Bale. Look there." },
    ]);
    const persian = verificationIn(await start({ to, channel: "auto", purpose: "fa" }, "fa"));
    expect(persian.attempts[0]?.hint).toBe("کد در پیام‌رسان بله فرستاده شد؛ آنجا را ببینید.");
  });

  test("goes on to SMS for a number that has no account there", async () => {
    const { attempts, provider: by } = verificationIn(await start({ to: NOT_REACHED, channel: "auto" }));
    expect(attempts.map(({ channel, reason }) => [channel, reason])).toEqual([
      ["messenger", "not_a_user"],
      ["sms", undefined],
    ]);
    expect(by).toBe("sms");
    const again = verificationIn(await start({ to: NOT_REACHED, channel: "auto", purpose: "again" }));
    expect(again.attempts[0]).toMatchObject({ outcome: "skipped", reason: "known_not_a_user" });
    expect(again.attempts[0]?.hint).toContain("no account there");
  });

  test("serves sms by default and each channel by itself, but none that no provider has", async () => {
    const to = "+989120000003";
    expect(verificationIn(await start({ to })).provider).toBe("sms");
    const by = await start({ to: REACHED, channel: "messenger", purpose: "m" });
    expect(verificationIn(by).provider).toBe("bale");
    expect(problemIn(await start({ to, channel: "call" })).code).toBe("channel_unavailable");
    expect(problemIn(await start({ to, channel: "pigeon" })).code).toBe("invalid_request");
  });
});
