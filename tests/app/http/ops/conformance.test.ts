/** Real replies of every status that can be provoked: documented with that status and that code, and of the documented shape. */
import { beforeAll, describe, expect, test } from "bun:test";
import { freshNumber, type Reply, verificationIn, wordOf, wrong } from "../../../support/http.ts";
import { sharedRamz, startRamz } from "../../../support/process.ts";
import { BY_NUMBER, CANCEL, CHECK, expectReplyDocumented, READ, type Route, START } from "./documented.ts";
import { codeHandedTo, nextHanded, pluginFile } from "../../../e2e/plugins/plugin-files.ts";

/** The first digits of a number say how its message fares. */
const FATES = pluginFile(`
  const fate = message.recipient.slice(3, 6);
  if (fate === "935") return { outcome: "refused", fault: "message", reason: "template_not_found", vendorCode: "424" };
  if (fate === "936") return { outcome: "refused", fault: "recipient", reason: "number_unreachable" };
  if (fate === "937") return { outcome: "unknown", reason: "timeout" };
  if (fate === "938") await Bun.sleep(600);
  return { outcome: "accepted", messageId: "8792343", costRial: 120 };
`);
const numberOf = (fate: string) => freshNumber().replace("+98912", `+98${fate}`);

const ENV = { RAMZ_PROVIDERS: "./fates.ts", OTP_MAX_ATTEMPTS: "1", OTP_SENDS_PER_HOUR: "2" };
const ramz = sharedRamz({ ...ENV, OTP_RESEND_WAIT_TIME: "0" }, { "fates.ts": FATES });

let document: unknown;
beforeAll(async () => {
  document = (await ramz.api.get("/openapi/json")).body;
});
const expectDocumented = (route: Route, coming: Promise<Reply>, word: string) =>
  expectReplyDocumented(document, route, coming, word);

const start = (to: string, further: object = {}) => ramz.api.post("/v1/verifications", { to, ...further });
const check = (id: string, code: string) => ramz.api.post(`/v1/verifications/${id}/checks`, { code });
const checkBy = (to: string, code: string) => ramz.api.post("/v1/checks", { to, code });
const cancel = (id: string) => ramz.api.del(`/v1/verifications/${id}`);

const send = (path: string, type: string, body: string) =>
  ramz.api.request(path, { method: "POST", headers: { "content-type": type }, body });

async function started(fate = "912") {
  const to = numberOf(fate);
  const { id } = verificationIn(await start(to));
  return { to, id, code: codeHandedTo(ramz.folder, to) };
}

describe("the documented replies are the real ones", () => {
  test("of a start", async () => {
    const to = numberOf("912");
    await expectDocumented(START, start(to), "201");
    await expectDocumented(START, start(to), "200");
    await expectDocumented(START, start(to), "429 send_limit");
    await expectDocumented(START, start(numberOf("937")), "201");
    await expectDocumented(START, start(numberOf("935")), "502 delivery_failed");
    await expectDocumented(START, start(numberOf("936")), "422 recipient_invalid");
    await expectDocumented(START, start("1"), "422 recipient_invalid");
    await expectDocumented(START, start("+12025550123"), "403 recipient_not_allowed");
    await expectDocumented(START, start(to, { channel: "call" }), "422 channel_unavailable");
  });

  test("of a start whose verification is canceled while its message is on the way", async () => {
    await using own = await startRamz({ ...ENV }, ramz.folder);
    const to = numberOf("938");
    const coming = own.api.post("/v1/verifications", { to });
    const { id } = await nextHanded(ramz.folder, to);
    expect(wordOf(await own.api.del(`/v1/verifications/${id}`))).toBe("200");
    await expectDocumented(START, coming, "410 canceled");
    await expectDocumented(START, own.api.post("/v1/verifications", { to }), "429 cooldown");
  });

  test("of a read", async () => {
    const { id } = await started();
    await expectDocumented(READ, ramz.api.get(`/v1/verifications/${id}`), "200");
    await expectDocumented(READ, ramz.api.get("/v1/verifications/none"), "404 not_found");
  });

  test("of a cancel", async () => {
    const { id, code } = await started();
    const [used, lost] = [await started(), await started()];
    await check(id, code);
    await check(used.id, wrong(used.code));
    await expectDocumented(CANCEL, cancel(id), "409 already_approved");
    await expectDocumented(CANCEL, cancel(used.id), "429 checks_exhausted");
    await expectDocumented(CANCEL, cancel(lost.id), "200");
    await expectDocumented(CANCEL, cancel("none"), "404 not_found");
    const failed = Object(Object((await start(numberOf("935"))).body).verification);
    await expectDocumented(CANCEL, cancel(String(failed.id)), "410 undelivered");
  });

  test("of a check, by id and by number", async () => {
    const [right, used, off] = [await started(), await started(), await started()];
    await expectDocumented(CHECK, check(right.id, right.code), "200");
    await expectDocumented(BY_NUMBER, checkBy(right.to, right.code), "409 already_approved");
    await expectDocumented(CHECK, check(used.id, wrong(used.code)), "422 code_incorrect");
    await expectDocumented(BY_NUMBER, checkBy(used.to, used.code), "429 checks_exhausted");
    await cancel(off.id);
    await expectDocumented(CHECK, check(off.id, off.code), "410 canceled");
    await expectDocumented(BY_NUMBER, checkBy(off.to, "abc"), "410 canceled");
    await expectDocumented(CHECK, check("none", "123456"), "404 not_found");
    await expectDocumented(BY_NUMBER, checkBy(numberOf("912"), "123456"), "404 not_found");
    await expectDocumented(BY_NUMBER, checkBy("1", "123456"), "422 recipient_invalid");
    await expectDocumented(BY_NUMBER, checkBy("+12025550123", "1"), "403 recipient_not_allowed");
  });

  test("of every route with a body that cannot be read", async () => {
    const { id } = await started();
    for (const route of [START, CHECK, BY_NUMBER]) {
      const path = route[1].replace("{id}", id);
      await expectDocumented(route, send(path, "application/json", "{}"), "400 invalid_request");
      await expectDocumented(route, send(path, "application/json", "{"), "400 malformed_json");
      await expectDocumented(route, send(path, "text/plain", "{}"), "415 unsupported_media_type");
      const big = `{"x":"${"x".repeat(20_000)}"}`;
      await expectDocumented(route, send(path, "application/json", big), "413 body_too_large");
    }
  });
});
