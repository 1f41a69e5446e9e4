/** @jsxImportSource preact */
/** Parts that pages share. They run on the server and in the browser alike. */
import type { ComponentChildren } from "preact";
import type { Language } from "../../language/language.ts";
import { STATUS_TEXTS, STATUS_TONES, type Tone } from "./words.ts";

export type { Tone } from "./words.ts";

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** The state of a verification or a delivery. */
export function StatusBadge({ status, language }: { readonly status: string; readonly language: Language }) {
  return <Badge tone={STATUS_TONES[status] ?? "rest"}>{STATUS_TEXTS[status]?.[language] ?? status}</Badge>;
}

/** The mark of Ramz and the name of the page. */
export function Mark({ name }: { readonly name: string }) {
  return (
    <span class="mark">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="var(--accent)" />
        <path d="M8 16h4m4 0h8" stroke="var(--accent-ink)" stroke-width="4" stroke-linecap="round" />
      </svg>
      {name}
    </span>
  );
}

/** A stretch of time within a longer one, both in milliseconds. */
export interface Span {
  readonly startMs: number;
  readonly durationMs: number;
}

/** A bar that shows when a step ran. A step of no length is still seen. */
export function Track({ span, wholeMs }: { readonly span: Span; readonly wholeMs: number }) {
  const part = (ms: number) => (wholeMs <= 0 ? 0 : (100 * ms) / wholeMs);
  const width = Math.max(2, part(span.durationMs));
  return (
    <svg class="track" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect x={Math.min(100 - width, part(span.startMs))} width={width} height="1" />
    </svg>
  );
}
