/** @jsxImportSource preact */
/** What became of a code, as a badge with the time and the guesses that are left. */
import { StatusBadge } from "../../pages/parts.tsx";
import { type Language, withDigitsOf } from "../../../language/language.ts";
import type { ShownMessage, ShownState } from "../inbox-data.ts";
import { say } from "./view.ts";

/** An expiry shows at its second: the browser counts, not the server. */
export function statusOf(message: ShownMessage, state: ShownState | undefined, now: number): string {
  const status = state?.status ?? "pending";
  return status === "pending" && now >= message.expiresAt ? "expired" : status;
}

/** The code may still be of use. */
export function isLive(status: string): boolean {
  return ["pending", "accepted", "carrying", "uncertain"].includes(status);
}

interface StatusProps {
  readonly message: ShownMessage;
  readonly state: ShownState | undefined;
  readonly now: number;
  readonly language: Language;
}

export function Status({ message, state, now, language }: StatusProps) {
  const status = statusOf(message, state, now);
  const time = withDigitsOf(language, minutes(Math.ceil((message.expiresAt - now) / 1000)));
  return (
    <>
      <StatusBadge status={status} language={language} />
      {status === "pending" && <span class="small muted countdown">{say("left", language, { time })}</span>}
      {status === "pending" && state?.checksLeft !== undefined && (
        <span class="small muted">{say("checks_left", language, { count: state.checksLeft })}</span>
      )}
    </>
  );
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
