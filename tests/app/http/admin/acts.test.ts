/** The page of acts over a trail that is longer than what is verified while a person waits. */
import { expect, test } from "bun:test";
import { createSecrets } from "../../../../adapters/system/secrets.ts";
import { trailOver } from "../../../domain/audit/support.ts";
import { createMemoryAudit } from "../../../support/memory-audit.ts";
import { createMemoryStore } from "../../../support/memory-store.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { openConsole, type Operator, signedIn } from "./operator.ts";

const SECRET = "the-secret-of-the-service-32-characters-and-more";
const NUMBER = "+989121234567";
const ENTRIES = 5_100;

/** The numbers of the entries on a page, newest first, and where its links lead. */
async function pageAt(operator: Operator, path: string) {
  const { text } = await operator.get(path);
  const links = [...text.matchAll(/href="(\/admin\/acts\?[^"]+)"[^>]*>\s*([^<]+?)\s*</g)];
  return {
    text,
    seqs: [...text.matchAll(/<span class="mono muted small">(\d+)<\/span>/g)].map(([, seq]) => Number(seq)),
    link: (name: string) => links.find(([, , label]) => label === name)?.[1]?.replaceAll("&amp;", "&"),
  };
}

test("every act is reachable page by page, and each page says what of the trail was verified for it", async () => {
  const audit = createMemoryAudit();
  const { trail } = trailOver({ store: audit, secrets: createSecrets([SECRET]) });
  await trail.record("reza", { kind: "unmasked", number: trail.numberOf(NUMBER) });
  while (audit.entries.length < ENTRIES) await trail.record("reza", { kind: "signed_out" });
  const store = { ...createMemoryStore(createSimClock(Date.now())), audit };
  await using ramz = await openConsole({ store, env: { RAMZ_SECRET: SECRET } });
  const sara = await signedIn(ramz.api);

  const newest = await pageAt(sara, "/admin/acts");
  expect([newest.seqs[0], newest.seqs.length]).toEqual([5_101, 50]);
  expect(newest.text).toContain("The chain holds from entry 102 to 5101");
  expect(newest.text).toContain("Other entries were not verified for this page.");
  expect(newest.link("Older")).toBe("/admin/acts?before=5052");

  const beyond = await pageAt(sara, "/admin/acts?before=102");
  expect([beyond.seqs[0], beyond.seqs.at(-1)]).toEqual([101, 52]);
  expect(beyond.text).toContain("The chain holds from entry 1 to 101");
  const last = await pageAt(sara, (await pageAt(sara, beyond.link("Older") ?? "")).link("Older") ?? "");
  expect([last.seqs, last.link("Older")]).toEqual([[1], undefined]);

  await ramz.api.post("/v1/verifications", { to: NUMBER });
  const found = await sara.post("/admin/find", { q: NUMBER });
  const { link, text } = await pageAt(sara, found.headers.get("location") ?? "");
  const about = /href="(\/admin\/acts\?of=[^"]+)"/.exec(text)?.[1] ?? link("Acts") ?? "";
  const none = await pageAt(sara, about);
  expect([none.seqs, none.text]).toEqual([[], expect.stringContaining("None among these entries")]);
  const one = await pageAt(sara, none.link("Older") ?? "");
  expect([one.seqs, one.link("Older")]).toEqual([[1], undefined]);
  expect(one.text).not.toContain("1234567");
});
