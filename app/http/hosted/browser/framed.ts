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
  post({ type: "page" });
  if (proof !== undefined) post({ type: "proof", proof });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") post({ type: "canceled" });
  });
  const main = document.querySelector("main");
  if (main !== null) whenShown(main, (height) => post({ type: "size", height }));
}

/** A frame may run before the page around it gives it room; until then nothing has a height, or can have the focus. */
function whenShown(main: Element, resized: (height: number) => void): void {
  let isShown = false;
  new ResizeObserver(() => {
    const height = Math.ceil(main.getBoundingClientRect().height);
    if (height === 0) return;
    resized(height);
    // Browsers keep the attribute from moving the focus into a frame.
    if (!isShown) document.querySelector<HTMLElement>("[autofocus]")?.focus();
    isShown = true;
  }).observe(main);
}
