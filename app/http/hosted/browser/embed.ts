/**
 * `/embed.js`, for pages of products: opens the hosted page in a dialog and hands the proof over. It sets no cookie, stores nothing and
 * asks nothing of third parties. docs/how-to/hosted-page.md describes `Ramz.verify` and the attributes.
 */
import type { VerifyOptions } from "../embed/options.ts";
import { inDialog } from "./embed-dialog.ts";
import { onButtons } from "./embed-buttons.ts";

/** `canceled`: the person closed the dialog. `unavailable`: it could not be shown, and there is no `returnTo`. */
export class RamzError extends Error {
  readonly code: "canceled" | "unavailable";

  constructor(code: "canceled" | "unavailable") {
    super(code === "canceled" ? "The person closed the dialog." : "The page of Ramz cannot be shown here.");
    this.name = "RamzError";
    this.code = code;
  }
}

const script = document.currentScript;
if (!(script instanceof HTMLScriptElement))
  throw new Error('Load embed.js with <script src="…/embed.js" data-app="…">.');
const { src } = script;
const { app, lang, returnTo, state } = script.dataset;
const defaults: VerifyOptions = { app, lang, returnTo, state };

let open: Promise<string> | null = null;

/** The proof, sealed, for the app's back end to redeem. While a dialog is open, a further call gets its outcome. */
function verify(options: VerifyOptions = {}): Promise<string> {
  open ??= run({ ...defaults, ...options }).finally(() => (open = null));
  return open;
}

async function run(options: VerifyOptions): Promise<string> {
  const visit = randomName();
  const outcome = await inDialog({
    url: pageAt(options, { embed: location.origin, state: visit }),
    state: visit,
    isPersian: languageOf(options).startsWith("fa"),
  });
  switch (outcome.kind) {
    case "proof":
      return outcome.proof;
    case "canceled":
      throw new RamzError("canceled");
    case "unavailable": {
      const { returnTo: return_to, state: ownState } = options;
      if (return_to === undefined) throw new RamzError("unavailable");
      location.assign(pageAt(options, { return_to, state: ownState }));
      // The page is left.
      return new Promise(() => {});
    }
  }
}

/** 128 bits in hexadecimal. `crypto.randomUUID` is missing in pages over plain http. */
function randomName(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The hosted page, beside this script. `back` says where the outcome goes. */
function pageAt(options: VerifyOptions, back: Readonly<Record<string, string | undefined>>): URL {
  const url = new URL("verify", src);
  const query = { app: options.app, ...back, lang: /^(fa|en)/.exec(languageOf(options))?.[0] };
  for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, value);
  return url;
}

/** As asked for, else that of the page around. */
function languageOf(options: Pick<VerifyOptions, "lang">): string {
  return options.lang ?? document.documentElement.lang;
}

Object.assign(window, { Ramz: { verify } });
onButtons(verify);
