/** The link for the user on the page of a verification: there where Ramz has a public address, and it opens the user's page. */
import { expect, test } from "bun:test";
import { freshNumber, verificationIn } from "../../../support/http.ts";
import type { Env } from "../../../support/process.ts";
import { type Console, openConsole, signedIn } from "./operator.ts";

const PUBLIC = { RAMZ_PUBLIC_URL: "https://otp.example" };
const openHere = (env: Env) => openConsole({ env: { RAMZ_AUTH: "none", ...env } });

/** The page of a verification that was just sent. */
async function pageIn({ api }: Console) {
  const sara = await signedIn(api);
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to }));
  return { id, to, ...(await sara.get(`/admin/find/${id}`)) };
}

test("opens for the user, who has no key, and says nothing of the console", async () => {
  await using ramz = await openHere(PUBLIC);
  const { text, id, to } = await pageIn(ramz);
  expect(text).toContain("Link for the user");
  const path = /value="https:\/\/otp\.example(\/why\/[\w-]+)"/.exec(text)?.[1] ?? "";
  const page = await ramz.api.get(path);
  expect([page.status, page.text.includes(id)]).toEqual([200, true]);
  for (const part of ["/admin", "console", to.slice(3)]) expect(page.text).not.toContain(part);
});

test("is not there without a public address", async () => {
  await using ramz = await openHere({});
  const { status, text } = await pageIn(ramz);
  expect([status, text.includes("Link for the user"), text.includes("/why/")]).toEqual([200, false, false]);
});
