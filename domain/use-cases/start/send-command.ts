import type { StartCommand } from "../../otp.ts";

/** What a command says of a send, whether its code is made here or was made elsewhere. */
export type SendCommand = Omit<StartCommand, "to" | "locale" | "metadata" | "traceId"> & {
  /** See `Sender`. */
  readonly isCarried?: boolean;
};
