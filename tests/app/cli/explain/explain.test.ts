/** `ramz explain`: what happened to a stored verification, and what to do next. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { tempFolder } from "../../../support/process.ts";
import { Explanation, MASKED, parsed, run, SendReport, TO, vendorWith } from "../support.ts";

describe("ramz explain", () => {
  test("shows what happened to a stored verification, and what to do", async () => {
    await using here = await vendorWith({ senders: [] });
    using folder = tempFolder();
    here.simulator.behave("verify/lookup", { kind: "refuse", code: 418 });
    const sent = parsed(
      SendReport,
      await run(["send", "--to", TO, "--yes", "--store", "--json"], here.env, folder),
    );
    const id = sent.sent[0]?.verification ?? "";

    const explained = await run(["explain", id], here.env, folder);
    expect(explained.out).toContain(MASKED);
    expect(explained.out).toMatch(/kavenegar\/verify +refused: no_credit.*template verify, vendor code 418/);
    expect(explained.out).toMatch(/kavenegar\/sms +skipped: account_refused\n +Not called/);
    expect(explained.out).toContain(
      "Nothing was sent. Fix the problems listed above. The end user can request a new code now.",
    );
    expect(explained.code).toBe(0);

    const asJson = await run(["explain", id, "--json"], here.env, folder);
    expect(parsed(Explanation, asJson)).toMatchObject({ to: MASKED, status: "undelivered" });
    expect(asJson.out).toContain('"template": "verify"');
  });

  test("makes a link for the end user, where Ramz has a public address", async () => {
    await using here = await vendorWith();
    using folder = tempFolder();
    const sent = parsed(
      SendReport,
      await run(["send", "--to", TO, "--yes", "--store", "--json"], here.env, folder),
    );
    const id = sent.sent[0]?.verification ?? "";
    const open = { ...here.env, RAMZ_PUBLIC_URL: "https://otp.example" };
    const { out } = await run(["explain", id, "--link"], open, folder);
    expect(out).toMatch(
      /For the end user, until [\d: -]+ UTC:\nhttps:\/\/otp\.example\/why\/[\w-]{80,160}\n$/,
    );
    const closed = await run(["explain", id, "--link"], here.env, folder);
    expect(closed).toMatchObject({ code: 1, out: "", err: expect.stringContaining("RAMZ_PUBLIC_URL") });
  });

  test("reports an unknown id, and creates no store", async () => {
    await using here = await vendorWith();
    using folder = tempFolder();
    const nowhere = await run(["explain", "ver_x"], here.env, folder);
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("There is no store at") });
    expect(await Bun.file(join(folder.path, "ramz.db")).exists()).toBe(false);

    await run(["send", "--to", TO, "--yes", "--store"], here.env, folder);
    const unknown = await run(["explain", `ver_${"a".repeat(34)}`], here.env, folder);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining("has no verification") });
  });
});
