/** Sentences that need more than a problem's code: unknown limits, unknown paths. */
import type { Text } from "../../language/language.ts";

/** What is wrong with a limit that the app has not configured. */
export function unknownLimit(known: readonly string[]): Text {
  const names = known.join(", ") || "-";
  return {
    en: `is not a limit of this app (configured: ${names})`,
    fa: `جزو سقف‌های این برنامه نیست (تعریف‌شده: ${names})`,
  };
}

/** What a reply says of a path that does not exist. */
export function noSuchPath(hasInbox: boolean): Text {
  const inbox = hasInbox
    ? { en: ", /dev/inbox the messages", fa: " و پیام‌ها در ‎/dev/inbox" }
    : { en: "", fa: "" };
  return {
    en: `There is no such path. /openapi shows the paths there are${inbox.en}.`,
    fa: `چنین نشانی‌ای وجود ندارد. نشانی‌های موجود در ‎/openapi${inbox.fa} آمده است.`,
  };
}
