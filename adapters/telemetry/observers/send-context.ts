/** What the attempts of one send share, in the context they run in. */
import { context, type Context, createContextKey, type Span } from "@opentelemetry/api";

export interface SendTrace {
  readonly purpose?: string;
  /** The `otp.deliver` span around the attempts. */
  deliver?: Span;
  /** Who failed before, and how. */
  failed?: { readonly provider: string; readonly reason: string };
  /** Ends the attempt under way, if there is one: nobody waits for it any more. */
  stop?: () => void;
}

const SEND = createContextKey("otp send");

/** The context in which a send's attempts find each other. */
export function withSend(send: SendTrace, base: Context = context.active()): Context {
  return base.setValue(SEND, send);
}

/** The send that runs in this context; one of its own where there is none. */
export function sendOf(active: Context): SendTrace {
  const send = active.getValue(SEND);
  return isSendTrace(send) ? send : {};
}

function isSendTrace(value: unknown): value is SendTrace {
  return typeof value === "object" && value !== null;
}
