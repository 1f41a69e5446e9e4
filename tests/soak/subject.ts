/** The process under the soak: Ramz as it is composed everywhere, with a provider that tells the parent each code and keeps none. */
import { compose } from "../../app/composition/compose.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/http/server.ts";
import type { Provider } from "../../domain/delivery/provider.ts";

/** What this process tells its parent. */
export type Told =
  | { readonly tells: "port"; readonly port: number }
  | { readonly tells: "code"; readonly to: string; readonly code: string }
  | { readonly tells: "memory"; readonly rss: number; readonly heap: number };

/** What its parent asks: how much memory is in use, after a collection or as it is. */
export interface Asked {
  readonly collected: boolean;
}

function tell(told: Told): void {
  process.send?.(told);
}

const provider: Provider = {
  name: "soak",
  account: "soak",
  channels: ["sms"],
  explain: () => null,
  async deliver({ recipient, code }) {
    tell({ tells: "code", to: recipient, code });
    return { outcome: "accepted", messageId: "1" };
  },
};

async function serve(store: string): Promise<void> {
  const env = {
    RAMZ_SECRET: "a-secret-for-the-soak-and-nothing-else",
    RAMZ_STORE: store,
    OTP_RESEND_WAIT_TIME: "1",
  };
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const composed = await compose(loaded.config, env, { providers: [provider] });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  const { url } = listen(composed.ramz, { host: "127.0.0.1", port: 0 });
  process.on("message", ({ collected }: Asked) => {
    if (collected) Bun.gc(true);
    const { rss, heapUsed } = process.memoryUsage();
    tell({ tells: "memory", rss, heap: heapUsed });
  });
  process.on("disconnect", () => process.exit(0));
  tell({ tells: "port", port: Number(url.port) });
}

if (import.meta.main) await serve(process.argv[2] ?? "");
