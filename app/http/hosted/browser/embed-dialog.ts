/** The dialog of `/embed.js`: modal, with the hosted page in a frame, and in a shadow root that the page's own styles do not reach. */
import { readMessage } from "../embed/messages.ts";

export type Outcome =
  | { readonly kind: "proof"; readonly proof: string }
  | { readonly kind: "canceled" }
  /** The frame shows no page of Ramz: it is refused, out of reach, or of another version. */
  | { readonly kind: "unavailable" };

export interface Shown {
  readonly url: URL;
  /** Which visit messages must be of. */
  readonly state: string;
  readonly isPersian: boolean;
}

/** A first page that takes longer is taken for none. */
const LOAD_MS = 20_000;
/** A page says that it is there before it is loaded; its word may come a little later, by another process. */
const WORD_MS = 1_500;

export function inDialog(shown: Shown): Promise<Outcome> {
  const { host, dialog, frame, close } = build(shown);
  return new Promise((resolve) => {
    let awaited: ReturnType<typeof setTimeout> | undefined;
    let pages = 0;
    let loads = 0;

    const end = (outcome: Outcome): void => {
      clearTimeout(awaited);
      window.removeEventListener("message", hear);
      // Closed before it goes, so that the focus returns to where it was.
      dialog.close();
      host.remove();
      resolve(outcome);
    };
    const giveUpIn = (ms: number): void => {
      clearTimeout(awaited);
      awaited = setTimeout(() => end({ kind: "unavailable" }), ms);
    };
    const hear = ({ origin, source, data }: MessageEvent): void => {
      if (origin !== shown.url.origin || source !== frame.contentWindow) return;
      const message = readMessage(data, shown.state);
      switch (message?.type) {
        case "page":
          pages += 1;
          return clearTimeout(awaited);
        case "size":
          frame.style.blockSize = `${message.height}px`;
          return;
        case "proof":
          return end({ kind: "proof", proof: message.proof });
        case "canceled":
          return end({ kind: "canceled" });
        case undefined:
          return;
      }
    };

    window.addEventListener("message", hear);
    frame.addEventListener("load", () => {
      loads += 1;
      if (pages < loads) giveUpIn(WORD_MS);
    });
    close.addEventListener("click", () => end({ kind: "canceled" }));
    dialog.addEventListener("close", () => end({ kind: "canceled" }));
    giveUpIn(LOAD_MS);
    document.body.append(host);
    dialog.showModal();
    frame.focus();
  });
}

function build({ url, isPersian }: Shown) {
  const words = WORDS[isPersian ? "fa" : "en"];
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  // Neither this nor a style set by script needs 'unsafe-inline' in the page's policy.
  root.adoptedStyleSheets = [sheet];
  const dialog = document.createElement("dialog");
  dialog.lang = isPersian ? "fa" : "en";
  dialog.dir = isPersian ? "rtl" : "ltr";
  dialog.setAttribute("aria-label", words.title);
  const frame = document.createElement("iframe");
  frame.title = words.title;
  // Codes of messages that name both sites (WebOTP in frames).
  frame.allow = "otp-credentials";
  frame.src = url.href;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = words.close;
  dialog.append(frame, close);
  root.append(dialog);
  return { host, dialog, frame, close };
}

const WORDS = {
  en: { title: "Verify your number", close: "Close" },
  fa: { title: "تأیید شمارهٔ موبایل", close: "بستن" },
} as const;

const STYLE = `
dialog {
  color-scheme: light dark;
  box-sizing: border-box;
  inline-size: min(100vw - 1rem, 27rem);
  max-inline-size: none;
  max-block-size: calc(100dvh - 1rem);
  padding: 0 0 3.25rem;
  border: 0;
  border-radius: 16px;
  overflow: hidden auto;
  background: light-dark(#f4f6f6, #0d1112);
  box-shadow: 0 12px 48px rgb(0 20 20 / 35%);
}
dialog::backdrop {
  background: rgb(0 20 20 / 55%);
}
iframe {
  color-scheme: light dark;
  display: block;
  border: 0;
  inline-size: 100%;
  block-size: 22rem;
  max-block-size: calc(100dvh - 5rem);
}
button {
  position: absolute;
  inset-block-end: 0.25rem;
  inset-inline: 0;
  margin-inline: auto;
  inline-size: fit-content;
  min-block-size: 2.75rem;
  padding-inline: 1.5rem;
  border: 0;
  border-radius: 6px;
  background: none;
  color: light-dark(#10201f, #e8efee);
  font: 550 0.875rem/1 Inter, Vazirmatn, system-ui, sans-serif;
  cursor: pointer;
}
button:focus-visible {
  outline: 2px solid light-dark(#0f8a7e, #6fe3d3);
  outline-offset: -4px;
}
`;
