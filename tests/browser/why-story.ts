/** A person whose first code did not arrive and who asked again, for `/why`. */
import { compose } from "../../app/composition/compose.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/http/server.ts";
import { whyLinkOf } from "../../app/http/why/link.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import { createShiftedClock } from "../e2e/chain/serving.ts";
import { apiAt, freshNumber, verificationIn } from "../support/http.ts";

export interface WhyStory extends AsyncDisposable {
  /** The link that support gives. */
  readonly link: string;
  /** One that opens nothing. */
  readonly gone: string;
}

const PROVIDER: Provider = {
  name: "story",
  account: "story",
  channels: ["sms", "call"],
  explain: () => null,
  deliver: async ({ channel }) =>
    channel === "call"
      ? { outcome: "unknown", reason: "timeout" }
      : { outcome: "accepted", messageId: crypto.randomUUID() },
};

export async function startWhyStory(): Promise<WhyStory> {
  const clock = createShiftedClock();
  const env = {
    RAMZ_STORE: "sqlite::memory:",
    RAMZ_PUBLIC_URL: "http://localhost",
    OTP_RESEND_WAIT_TIME: "60",
  };
  const { config } = loadConfig(env);
  const composed = await compose(config, env, {
    clock,
    providers: [PROVIDER],
    log: () => {},
    print: () => {},
  });
  if (composed.kind === "problems") throw new Error(composed.problems.join());
  const { ramz } = composed;
  const listening = listen(ramz, { host: "127.0.0.1", port: 0 });
  const { origin } = listening.url;
  const api = apiAt(origin);
  const to = freshNumber();
  await api.post("/v1/verifications", { to });
  clock.forward(65_000);
  const { id } = verificationIn(await api.post("/v1/verifications", { to, channel: "call" }));
  clock.forward(20_000);
  const { url = "" } = whyLinkOf(ramz, { app: "default", id }) ?? {};
  return {
    link: url.replace("http://localhost", origin),
    gone: `${origin}/why/x`,
    async [Symbol.asyncDispose]() {
      await listening.stop();
      await ramz.close();
    },
  };
}
