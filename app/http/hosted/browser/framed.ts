/** The part of the hosted page's script that speaks to the page around a frame. */
import { type FrameMessage, PROTOCOL, type Said } from "../embed/messages.ts";
import type { Framed } from "../screens.tsx";

/** Every message is for the one origin that the server found on the app's list. */
export function speakToParent({ origin, state, proof }: Framed): void {
  if (window.parent === window) return;
  const post = (said: Said) => {
    const message: FrameMessage = { ramz: PROTOCOL, state, ...said };
    window.parent.postMessage(message, origin);
  };
  const { height = 0 } = document.querySelector("main")?.getBoundingClientRect() ?? {};
  post({ type: "page", height: Math.ceil(height) });
  if (proof !== undefined) post({ type: "proof", proof });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") post({ type: "canceled" });
  });
  // Browsers keep the attribute from moving the focus into a frame.
  document.querySelector<HTMLElement>("[autofocus]")?.focus();
}
