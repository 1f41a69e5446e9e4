/** Keeps the health page up to date. What has the focus stays as it is until it loses it. */
import { writeTimes } from "./times.ts";

const live = document.querySelector<HTMLElement>("#live");
const address = live?.dataset["events"];
if (live && address !== undefined) {
  writeTimes(document);
  const events = new EventSource(address);
  events.addEventListener("message", ({ data }) => {
    const { html }: { readonly html: string } = JSON.parse(String(data));
    if (live.contains(document.activeElement)) return;
    live.innerHTML = html;
    writeTimes(live);
  });
}
