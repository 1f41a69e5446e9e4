/** `ramz forget`: deletes what is stored about a number, when its owner asks for it. */
import { maskRecipient } from "../../domain/recipient/recipient.ts";
import type { ForgetVerdict } from "../../domain/verdicts.ts";
import { whyNotAdmitted } from "../http/problems/refused-numbers.ts";
import { messageOf, refuse } from "./fail.ts";
import { openStored } from "./open-ramz.ts";
import { storeName } from "./store-name.ts";
import type { App } from "../service/calling-app.ts";

interface ForgetOptions {
  readonly app?: string;
  readonly json?: boolean;
}

/** In every app, or in the named one. Exit code 0 also when nothing was stored; 1 when it could not be done. */
export async function forgetCommand(number: string, { app, json = false }: ForgetOptions): Promise<void> {
  const opened = await openStored();
  if (opened === null) return;
  const { config, ramz } = opened;
  try {
    const apps = [...ramz.apps.values()].filter(({ name }) => app === undefined || name === app);
    if (apps.length === 0)
      return refuse(`There is no app "${app}". Apps: ${[...ramz.apps.keys()].join(", ")}.`);
    const done = await Promise.all(apps.map((one) => forgetIn(one, number)));
    if (json) console.log(JSON.stringify({ number: maskRecipient(number), apps: done.map(rowOf) }, null, 2));
    else for (const one of done) console.log(sentenceOf(one));
    if (done.some(({ verdict }) => !isGone(verdict))) process.exitCode = 1;
  } catch (error) {
    refuse(
      `The store "${storeName(config.store)}" does not answer: ${messageOf(error)}. Run the command again; repeating it is safe.`,
    );
  } finally {
    await ramz.close();
  }
}

interface Done {
  readonly app: App;
  readonly verdict: ForgetVerdict;
}

async function forgetIn(app: App, to: string): Promise<Done> {
  return { app, verdict: await app.otp.forget({ app: app.name, to }) };
}

function isGone({ kind }: ForgetVerdict): boolean {
  return kind === "forgotten" || kind === "unknown";
}

function rowOf({ app, verdict: { kind, ...facts } }: Done) {
  return { app: app.name, outcome: kind, ...facts };
}

function sentenceOf({ app: { name: app, exampleNumber }, verdict }: Done): string {
  switch (verdict.kind) {
    case "forgotten":
      return (
        `${app}: forgotten. Deleted verifications: ${verdict.verifications}; pending ones that were canceled: ${verdict.canceled}. ` +
        "The counts of sends and guesses stay for a day under a keyed hash, so that the limits of the number still apply."
      );
    case "unknown":
      return `${app}: nothing is stored about this number.`;
    case "recipient_invalid":
      return `${app}: ${whyNotAdmitted(verdict, "en", exampleNumber)}`;
    case "busy":
      return `${app}: not forgotten, because other requests for this number are under way. Run the command again.`;
  }
}
