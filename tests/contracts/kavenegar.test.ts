/** The three Kavenegar providers keep the provider contract, against the simulated vendor. */
import { expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { KEY, NAMES, openProvider } from "../adapters/providers/kavenegar/support.ts";
import { providerContract } from "./delivery.ts";

for (const name of NAMES) {
  providerContract({
    test,
    expect,
    name,
    make: async () => {
      const simulator = await startKavenegarSimulator({ keys: [KEY] });
      return {
        provider: await openProvider(name, simulator.url),
        break: (how) => (how === "hang" ? simulator.behave("*", { kind: "hang" }) : simulator.stop()),
        close: () => simulator.stop(),
      };
    },
  });
}
