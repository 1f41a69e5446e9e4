/** The built-in providers beside Kavenegar's keep the provider contract, against their simulated vendors. */
import { expect, test } from "bun:test";
import { BUILT_INS } from "../adapters/providers/built-in/vendors.ts";
import { openByName } from "../adapters/providers/support.ts";
import { providerContract } from "./delivery.ts";

for (const { name, start, env } of BUILT_INS) {
  providerContract({
    test,
    expect,
    name,
    make: async () => {
      const simulator = await start();
      const { provider } = await openByName(name, { env: env(simulator.url) });
      return {
        provider,
        break: (how) => (how === "hang" ? simulator.behave("*", { kind: "hang" }) : simulator.stop()),
        close: () => simulator.stop(),
      };
    },
  });
}
