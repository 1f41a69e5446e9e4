/** `ramz explain`: the timeline of one verification, to find out why a code did not arrive. */
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { Ramz } from "../../composition/compose.ts";
import type { AppConfig } from "../../config/apps.ts";
import { namesIn } from "../../config/tables/chains.ts";
import { verificationBody } from "../../http/v1/verification-body.ts";
import { adviceFor } from "./advice.ts";
import { attemptLines, type ShownAttempt } from "../attempt-lines.ts";
import { messageOf, refuse } from "../fail.ts";
import { openStored } from "../open-ramz.ts";
import { storeName } from "../store-name.ts";
import type { App } from "../../service/calling-app.ts";

/** Exit code 1 when the store has no such verification. */
export async function explainCommand(
  id: string,
  { app, json = false }: { readonly app?: string; readonly json?: boolean },
): Promise<void> {
  const opened = await openStored();
  if (opened === null) return;
  const { config, ramz } = opened;
  try {
    const found = await find(id, app, ramz);
    if (found === null)
      return refuse(
        `The store "${storeName(config.store)}" has no verification "${id}" (apps: ${app ?? [...ramz.apps.keys()].join(", ")}). Verifications are kept for a day. Check the id, the app and RAMZ_STORE.`,
      );
    const view = found.verification;
    const to = maskRecipient(view.recipient);
    const shown = { app: found.app.name, ...verificationBody(view, found.app, "en"), to };
    const advice = adviceFor(view);
    if (json) console.log(JSON.stringify({ ...shown, advice }, null, 2));
    else print(view, found.app.name, shown.attempts, advice);
    const unexplained = unexplainedIn(
      shown.attempts,
      config.apps.find(({ name }) => name === found.app.name),
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

/** An id does not name its app, so every app is searched unless one is given. */
async function find(
  id: string,
  wanted: string | undefined,
  ramz: Ramz,
): Promise<{ readonly app: App; readonly verification: VerificationView } | null> {
  for (const app of ramz.apps.values()) {
    if (wanted !== undefined && app.name !== wanted) continue;
    const verdict = await app.otp.read({ app: app.name, id });
    if (verdict.kind === "found") return { app, verification: verdict.verification };
  }
  return null;
}

/** Providers of attempts that are not in the chain here, so that their reasons cannot be explained. */
function unexplainedIn(attempts: readonly ShownAttempt[], app: AppConfig | undefined): readonly string[] {
  const withoutHint = attempts.filter(({ reason, hint }) => reason !== undefined && hint === undefined);
  const names = new Set(withoutHint.map(({ provider }) => provider));
  const configured = app === undefined ? [] : namesIn(app);
  return [...names].filter((name) => !configured.includes(name));
}

function print(view: VerificationView, app: string, attempts: readonly ShownAttempt[], advice: string): void {
  console.log(`verification  ${view.id}`);
  console.log(`app           ${app}`);
  console.log(`number        ${maskRecipient(view.recipient)}`);
  console.log(`status        ${view.status}`);
  console.log(`purpose       ${view.purpose}, by ${view.channel}`);
  console.log(`created       ${utc(view.createdAt)}`);
  console.log(`expires       ${utc(view.expiresAt)}`);
  console.log(`checks left   ${view.checksLeft}`);
  console.log(`trace         ${view.traceId}`);
  console.log(`\n${attempts.length === 0 ? "No provider was called." : "Attempts:"}`);
  for (const line of attemptLines(attempts, true)) console.log(`  ${line}`);
  console.log(`\n${advice}`);
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
