/** `ramz explain`: the timeline of one verification or delivery, to find out why a code did not arrive. */
import type { AppConfig } from "../../config/apps.ts";
import { namesIn } from "../../config/tables/chains.ts";
import { findSent } from "../../explain/find-sent.ts";
import { hasWhy, type WhyLink, whyLinkOf } from "../../http/why/link.ts";
import type { PresentedAttempt } from "../../service/present-attempt.ts";
import { attemptLines } from "../attempt-lines.ts";
import { messageOf, refuse } from "../fail.ts";
import { openStored } from "../open-ramz.ts";
import { storeName } from "../store-name.ts";
import { type Timeline, timelineOf, utc } from "./timeline.ts";

interface ExplainOptions {
  readonly app?: string;
  readonly json?: boolean;
  readonly link?: boolean;
}

/** Exit code 1 when the store has neither a verification nor a delivery of this id. */
export async function explainCommand(
  id: string,
  { app, json = false, link = false }: ExplainOptions,
): Promise<void> {
  const opened = await openStored();
  if (opened === null) return;
  const { config, ramz } = opened;
  if (link && !hasWhy(ramz)) {
    await ramz.close();
    return refuse(
      "There are no links. Set RAMZ_PUBLIC_URL to the address at which end users reach Ramz, e.g. https://otp.example, and RAMZ_WHY_LINK_TTL_S to more than 0.",
    );
  }
  try {
    const sent = await findSent(ramz, id, app);
    if (sent === null)
      return refuse(
        `The store "${storeName(config.store)}" has no verification or delivery "${id}" (apps: ${app ?? [...ramz.apps.keys()].join(", ")}). Both are kept for a day. Check the id, the app and RAMZ_STORE.`,
      );
    const found = timelineOf(sent);
    const { attempts, advice, body } = found;
    const made = link ? whyLinkOf(ramz, found) : null;
    if (json) console.log(JSON.stringify({ app: found.app, ...body, advice, ...shownLink(made) }, null, 2));
    else print(found, made);
    const unexplained = unexplainedIn(
      attempts,
      config.apps.find(({ name }) => name === found.app),
    );
    if (unexplained.length > 0)
      console.error(
        `note: hints of ${unexplained.join(", ")} are missing, because RAMZ_PROVIDERS does not contain them. Run the command with the settings of the server.`,
      );
  } catch (error) {
    refuse(`The store "${storeName(config.store)}" does not answer: ${messageOf(error)}.`);
  } finally {
    await ramz.close();
  }
}

/** Providers of attempts that are not in the chain here, so that their reasons cannot be explained. */
function unexplainedIn(attempts: readonly PresentedAttempt[], app: AppConfig | undefined): readonly string[] {
  const withoutHint = attempts.filter(({ reason, hint }) => reason !== undefined && hint === undefined);
  const names = new Set(withoutHint.map(({ provider }) => provider));
  const configured = app === undefined ? [] : namesIn(app);
  return [...names].filter((name) => !configured.includes(name));
}

function shownLink(link: WhyLink | null) {
  return link === null ? {} : { link: { url: link.url, expires_at: new Date(link.expiresAt).toISOString() } };
}

function print({ facts, attempts, advice }: Timeline, link: WhyLink | null): void {
  for (const [name, value] of facts) console.log(`${name.padEnd(14)}${value}`);
  console.log(`\n${attempts.length === 0 ? "No provider was called." : "Attempts:"}`);
  for (const line of attemptLines(attempts, true)) console.log(`  ${line}`);
  console.log(`\n${advice}`);
  if (link !== null) console.log(`\nFor the end user, until ${utc(link.expiresAt)}:\n${link.url}`);
}
