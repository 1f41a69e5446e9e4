/** @jsxImportSource preact */
/** Takes the inbox page over: follows its events, counts the seconds, and copies codes. */
import { hydrate } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { afterEvent, type InboxData, type InboxEvent } from "../inbox-data.ts";
import { InboxView } from "../inbox/inbox-view.tsx";
import { addressOf, type Chosen, type InboxActions, NOTHING_CHOSEN } from "../inbox/view.ts";
import type { InboxPageData } from "../inbox/page-data.ts";
import { useUnread } from "./use-unread.ts";

const SECOND_MS = 1000;
const COPIED_SHOWN_MS = 2000;
/** Under load the page is drawn this often, so that it stays responsive; the first event is drawn at once. */
const REDRAW_MS = 250;

function Inbox({ page }: { readonly page: InboxPageData }) {
  const [inbox, apply] = useReducer(afterEvents, page.inbox);
  const [now, setNow] = useState(page.now);
  const [chosen, setChosen] = useState<Chosen>({ ...NOTHING_CHOSEN, to: page.to });
  const change = (part: Partial<Chosen>) => setChosen((before) => ({ ...before, ...part }));
  const copying = useRef(0);
  useUnread(inbox.messages);

  useEffect(() => {
    const drawing = gathered<InboxEvent>(REDRAW_MS, apply);
    const events = new EventSource("/dev/events");
    events.addEventListener("open", () => change({ connection: "live" }));
    events.addEventListener("error", () => change({ connection: "offline" }));
    events.addEventListener("message", ({ data }: MessageEvent<string>) => {
      // Ramz wrote it by the same type.
      const event: InboxEvent = JSON.parse(data);
      drawing(event);
    });
    return () => events.close();
  }, []);

  useEffect(() => {
    // The clock of the server counts, and goes on from when the page came.
    const ahead = page.now - Date.now();
    const timer = setInterval(() => setNow(Date.now() + ahead), SECOND_MS);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    const onPop = () => change({ to: new URLSearchParams(location.search).get("to") });
    window.addEventListener("popstate", onPop);
    return () => window.removeEventListener("popstate", onPop);
  }, []);

  async function copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    change({ copied: text });
    clearTimeout(copying.current);
    copying.current = window.setTimeout(() => change({ copied: null }), COPIED_SHOWN_MS);
  }

  /** The address names what is open, for the way back and for a reload. */
  function choose(to: string | null): void {
    if (to === chosen.to) return;
    history.pushState(null, "", addressOf(page.language, to));
    change({ to });
  }

  const actions: InboxActions = {
    choose,
    search: (search) => change({ search }),
    copy: (text) => void copy(text),
    clear() {
      void fetch("/dev/messages", { method: "DELETE" });
      choose(null);
    },
  };

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
      if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey || isTyping)
        return;
      const newest = inbox.messages.find(({ to }) => chosen.to === null || to === chosen.to);
      if (newest !== undefined) void copy(newest.code);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [inbox, chosen.to]);

  return <InboxView page={page} inbox={inbox} now={now} chosen={chosen} actions={actions} />;
}

function afterEvents(inbox: InboxData, events: readonly InboxEvent[]): InboxData {
  return events.reduce(afterEvent, inbox);
}

/** Hands over what came since it last did, at most once in `everyMs`. */
function gathered<T>(everyMs: number, handOver: (items: readonly T[]) => void): (item: T) => void {
  let waiting: T[] = [];
  let notBefore = 0;
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    setTimeout(
      () => {
        notBefore = performance.now() + everyMs;
        const items = waiting;
        waiting = [];
        handOver(items);
      },
      Math.max(0, notBefore - performance.now()),
    );
  };
}

const [root, data] = [document.getElementById("page"), document.getElementById("data")];
if (root !== null && data !== null) {
  // Ramz wrote it by the same type.
  const page: InboxPageData = JSON.parse(data.textContent ?? "");
  hydrate(<Inbox page={page} />, root);
}
