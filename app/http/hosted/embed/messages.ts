/** What a framed page says to the page around it. It goes one way only: the frame listens to no message. */

/** Raised when a message changes its meaning, since `/embed.js` may be some minutes older than the page. */
export const PROTOCOL = 1;

export type FrameMessage = {
  /** The protocol. */
  readonly ramz: typeof PROTOCOL;
  /** Which visit it is of, as the page around it named it. */
  readonly state: string | null;
} & Said;

export type Said =
  /** A step is there. */
  | { readonly type: "page" }
  /** It is so many CSS pixels high. */
  | { readonly type: "size"; readonly height: number }
  /** Sealed for the app. */
  | { readonly type: "proof"; readonly proof: string }
  /** The person pressed Escape within the frame. */
  | { readonly type: "canceled" };

/** A message of this visit; null for everything else that any window may send. */
export function readMessage(data: unknown, state: string): FrameMessage | null {
  const { ramz, state: visit, type, height, proof }: Record<string, unknown> = Object(data);
  if (ramz !== PROTOCOL || visit !== state) return null;
  if (type === "size" && typeof height === "number") return { ramz, state, type, height };
  if (type === "proof" && typeof proof === "string") return { ramz, state, type, proof };
  return type === "page" || type === "canceled" ? { ramz, state, type } : null;
}
