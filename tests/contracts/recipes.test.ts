/** Every recipe that comes with Ramz keeps the provider contract, against a vendor that answers as the recipe's examples say. */
import { expect, test } from "bun:test";
import { presetNames } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { play } from "../adapters/providers/http/played.ts";
import { providerOf } from "../adapters/providers/http/support.ts";
import { providerContract } from "./delivery.ts";

for (const name of presetNames()) {
  providerContract({
    test,
    expect,
    name: `http/${name}`,
    make: () => {
      const { toml, options, defaults, vendor, hang } = play(name);
      const { provider } = providerOf(toml, { ...defaults, ...options });
      return {
        provider,
        break: (how) => (how === "hang" ? hang() : vendor.stop()),
        close: () => vendor.stop(),
      };
    },
  });
}
