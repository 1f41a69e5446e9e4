/** @jsxImportSource preact */
/** Takes the inbox page over: follows its events, counts the seconds, and copies codes. */
import { hydrate } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import { afterEvent, type InboxEvent } from "../inbox-data.ts";
import { InboxView } from "../inbox/inbox-view.tsx";
import { type Chosen, type InboxActions, NOTHING_CHOSEN } from "../inbox/view.ts";
import type { InboxPageData } from "../inbox/page-data.ts";

const SECOND_MS = 1000;
const COPIED_SHOWN_MS = 2000;

function Inbox({ page }: { readonly page: InboxPageData }) {
  const [inbox, apply] = useReducer(afterEvent, page.inbox);
  const [now, setNow] = useState(page.now);
  const [chosen, setChosen] = useState<Chosen>(NOTHING_CHOSEN);
  const change = (part: Partial<Chosen>) => setChosen((before) => ({ ...before, ...part }));

  useEffect(() => {
    const events = new EventSource("/dev/events");
    events.addEventListener("open", () => change({ isConnected: true }));
    events.addEventListener("error", () => change({ isConnected: false }));
    events.addEventListener("message", ({ data }: MessageEvent<string>) => {
      // Ramz wrote it by the same type.
      const event: InboxEvent = JSON.parse(data);
      apply(event);
    });
    return () => events.close();
  }, []);

  useEffect(() => {
    // The clock of the server counts, and goes on from when the page came.
    const ahead = page.now - Date.now();
    const timer = setInterval(() => setNow(Date.now() + ahead), SECOND_MS);
    return () => clearInterval(timer);
  }, []);

  async function copy({ number, code }: Parameters<InboxActions["copy"]>[0]): Promise<void> {
    await navigator.clipboard.writeText(code);
    change({ copied: number });
    setTimeout(() => change({ copied: null }), COPIED_SHOWN_MS);
  }

  const actions: InboxActions = {
    choose: (to) => change({ to }),
    search: (search) => change({ search }),
    copy: (message) => void copy(message),
    clear: () => void fetch("/dev/messages", { method: "DELETE" }),
  };

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
      if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey || isTyping)
        return;
      const newest = inbox.messages.find(({ to }) => chosen.to === null || to === chosen.to);
      if (newest !== undefined) void copy(newest);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [inbox, chosen.to]);

  return <InboxView page={page} inbox={inbox} now={now} chosen={chosen} actions={actions} />;
}

const [root, data] = [document.getElementById("page"), document.getElementById("data")];
if (root !== null && data !== null) {
  // Ramz wrote it by the same type.
  const page: InboxPageData = JSON.parse(data.textContent ?? "");
  hydrate(<Inbox page={page} />, root);
}
