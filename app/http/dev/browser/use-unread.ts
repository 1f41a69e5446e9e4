/** Counts the messages that came while the page was out of sight, in the title and the icon of its tab. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ShownMessage } from "../inbox-data.ts";

export function useUnread(messages: readonly ShownMessage[]): void {
  const newest = messages[0]?.number ?? 0;
  const seen = useRef(newest);
  const [isHidden, setHidden] = useState(document.hidden);

  useEffect(() => {
    const onChange = () => setHidden(document.hidden);
    document.addEventListener("visibilitychange", onChange);
    return () => document.removeEventListener("visibilitychange", onChange);
  }, []);

  useEffect(() => {
    // A process that was started again counts from 1.
    if (!isHidden || newest < seen.current) seen.current = isHidden ? 0 : newest;
    showUnread(messages.filter(({ number }) => number > seen.current).length);
  }, [newest, isHidden]);
}

const TITLE = document.title;
const ICON = document.querySelector<HTMLLinkElement>("link[rel=icon]");
const ICON_ADDRESS = ICON?.href ?? "";
const DOT = '<circle cx="24" cy="8" r="8" fill="#d6304a"/>';

function showUnread(count: number): void {
  document.title = count === 0 ? TITLE : `(${count}) ${TITLE}`;
  const end = encodeURIComponent("</svg>");
  const dotted = ICON_ADDRESS.replace(end, encodeURIComponent(DOT) + end);
  if (ICON !== null) ICON.href = count === 0 ? ICON_ADDRESS : dotted;
}
