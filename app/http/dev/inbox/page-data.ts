import type { Behavior } from "../../../../domain/recipient/test-number.ts";
import type { Language } from "../../../language/language.ts";
import type { InboxData } from "../inbox-data.ts";

/** What the server gives the page and its script. */
export interface InboxPageData {
  readonly language: Language;
  readonly inbox: InboxData;
  /** Calls of the API need a key, which the page asks for. */
  readonly needsKey: boolean;
  /** A number of the app's first country, as it is written there. */
  readonly exampleNumber: string;
  readonly testNumbers: readonly ShownTestNumber[];
  /** The number whose messages the address asks for. */
  readonly to: string | null;
  /** Where this page is, e.g. `http://127.0.0.1:8000`. */
  readonly origin: string;
  /** The server's time, in milliseconds since 1970. */
  readonly now: number;
}

export interface ShownTestNumber {
  readonly to: string;
  readonly behavior: Behavior;
  readonly code: string | null;
}
