/** `ramz forget`: somebody asked that their number be forgotten. */
import { maskRecipient } from "../../domain/recipient/recipient.ts";
import type { ForgetVerdict } from "../../domain/verdicts.ts";
import { INVALID_NUMBER } from "../http/problems/reasons.ts";
import { messageOf, refuse } from "./fail.ts";
import { openStored } from "./open-ramz.ts";
import { storeName } from "./store-name.ts";
import type { App } from "../service/calling-app.ts";

interface ForgetOptions {
  readonly app?: string;
  readonly json?: boolean;
}

/** In every app, or in the one that is named. Exit code 0 also when there was nothing to forget; 1 when it could not be done. */
export async function forgetCommand(number: string, { app, json = false }: ForgetOptions): Promise<void> {
  const opened = await openStored();
  if (opened === null) return;
  const { config, ramz } = opened;
  try {
    const apps = [...ramz.apps.values()].filter(({ name }) => app === undefined || name === app);
    if (apps.length === 0)
      return refuse(`There is no app "${app}". There are: ${[...ramz.apps.keys()].join(", ")}.`);
    const done = await Promise.all(apps.map((one) => forgetIn(one, number)));
    if (json) console.log(JSON.stringify({ number: maskRecipient(number), apps: done.map(rowOf) }, null, 2));
    else for (const one of done) console.log(sentenceOf(one));
    if (done.some(({ verdict }) => !isGone(verdict))) process.exitCode = 1;
  } catch (error) {
    refuse(
      `The store "${storeName(config.store)}" does not answer: ${messageOf(error)}. Run it again; twice does no harm.`,
    );
  } finally {
    await ramz.close();
  }
}

interface Done {
  readonly app: string;
  readonly verdict: ForgetVerdict;
}

async function forgetIn({ name, otp }: App, to: string): Promise<Done> {
  return { app: name, verdict: await otp.forget({ app: name, to }) };
}

function isGone({ kind }: ForgetVerdict): boolean {
  return kind === "forgotten" || kind === "unknown";
}

function rowOf({ app, verdict: { kind, ...facts } }: Done) {
  return { app, outcome: kind, ...facts };
}

function sentenceOf({ app, verdict }: Done): string {
  switch (verdict.kind) {
    case "forgotten":
      return (
        `${app}: forgotten. Verifications that are gone: ${verdict.verifications}; still pending and canceled: ${verdict.canceled}. ` +
        "How often the number was sent to and guessed at stays for a day, under a keyed hash, so that its limits hold."
      );
    case "unknown":
      return `${app}: nothing is known of this number.`;
    case "recipient_invalid":
      return `${app}: ${INVALID_NUMBER[verdict.reason].en}`;
    case "busy":
      return `${app}: too much else happens to this number at once, so it is not forgotten. Run it again.`;
  }
}
