/** `ramz explain` of a code that was made elsewhere: the same timeline, and advice that fits it. */
import { expect, test } from "bun:test";
import { adviceForDelivery } from "../../../../app/explain/advice.ts";
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import { carry, deliveryIn, readBack } from "../../../support/deliveries.ts";
import { deliveryIn as deliveryOf } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { ACCEPTED, refused, UNKNOWN } from "../../../support/providers.ts";
import { startServing } from "../../../support/serving.ts";
import { withHeaders } from "../../../support/with-headers.ts";
import { createWorld } from "../../../support/world.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { MASKED, run, TO, vendorWith } from "../support.ts";

const CODE = "58103947";

test("ramz explain shows the timeline of a delivery, and not its code", async () => {
  await using here = await vendorWith();
  using folder = tempFolder();
  const key = testKey();
  folder.write("ramz.toml", `[apps.shop]\nkeys = [${line(key, ["send"], ", own_code = true")}]\n`);
  const env = { ...here.env, RAMZ_CONFIG: "ramz.toml" };
  here.simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
  const serving = await startServing(env, folder);
  const api = withHeaders(serving.api, key.headers);
  const { id } = deliveryOf(await api.post("/v1/deliveries", { to: TO, code: CODE, purpose: "login" }));
  await api.post(`/v1/deliveries/${id}/outcome`, { used: false });
  await serving[Symbol.asyncDispose]();

  const { code, out } = await run(["explain", id], env, folder);
  expect(code).toBe(0);
  expect(out).toMatch(
    new RegExp(`^delivery +${id}\napp +shop\nnumber +\\${MASKED.replaceAll("*", "\\*")}\n`),
  );
  expect(out).toMatch(/status +accepted\npurpose +login, by sms\n/);
  expect(out).toMatch(/reported +unused\n/);
  expect(out).toMatch(/kavenegar\/verify +refused: template_not_found.*vendor code 424/);
  expect(out).toMatch(/kavenegar\/sms +accepted/);
  expect(out).toContain("That does not prove delivery");
  expect(out).not.toContain(CODE);

  const shown: unknown = JSON.parse((await run(["explain", id, "--json"], env, folder)).out);
  expect(shown).toMatchObject({ id, to: MASKED, app: "shop", status: "accepted", used: false });
  const unknown = await run(["explain", `dlv_${"a".repeat(34)}`], env, folder);
  expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining("no verification or delivery") });
}, 20_000);

function adviceAfter(says: DeliveryResult | "hangs", isUsed = false): string {
  const world = createWorld({ providers: [{ name: "a", answers: [{ says }] }] });
  const { id } = deliveryIn(carry(world));
  if (isUsed) world.clock.run(world.otp.report({ app: "shop", id, isUsed }));
  const view = readBack(world, id);
  return view === "not_found" ? view : adviceForDelivery(view).en;
}

test("the advice follows what became of the message, and of the code", () => {
  expect(adviceAfter(ACCEPTED)).toMatch(/^a accepted the message\..* requests a new one there\.$/);
  expect(adviceAfter(ACCEPTED, true)).toMatch(/^Its code was used/);
  expect(adviceAfter(UNKNOWN)).toMatch(/^No provider confirmed .* requests a new one there\.$/);
  expect(adviceAfter("hangs")).toMatch(/^Its chain is under way\./);
  expect(adviceAfter(refused("message"))).toMatch(/^Nothing was sent\. Fix .* requests a new one there\.$/);
  expect(adviceAfter(refused("recipient"))).toMatch(/^The vendor says that the number does not exist\./);
});
