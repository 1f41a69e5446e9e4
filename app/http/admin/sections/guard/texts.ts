/** Texts of the guard page, in both languages. */
import type { CurrentSuspicion } from "../../../../../domain/use-cases/operators/suspicions.ts";
import type { Dimension } from "../../../../../domain/rate-limits/rule.ts";
import { filled, type Language, type Text } from "../../../../language/language.ts";

export const GUARD = {
  intro: {
    en: "Places where many codes go out and few come back, and sources whose own codes do not come back.",
    fa: "محدوده‌هایی که کدهای زیادی به آن‌ها ارسال و تعداد کمی تأیید می‌شود، و مبدأهایی که کدهای خودشان تأیید نمی‌شود.",
  },
  none: { en: "Nothing is suspicious now", fa: "اکنون مورد مشکوکی نیست" },
  counts: {
    en: "Of {used} sends in the last {window}, {approved} were confirmed. Up to {allowed} unconfirmed ones are allowed.",
    fa: "از {used} ارسال در {window} گذشته، {approved} مورد تأیید شد. تا {allowed} ارسال تأییدنشده مجاز است.",
  },
  since: { en: "First noticed", fa: "نخستین مشاهده" },
  by: { en: "By the rules of the app", fa: "بر پایهٔ قواعد برنامهٔ" },
  known: { en: "Among people with history", fa: "در میان کاربران شناخته‌شده" },
  refuses: { en: "Refuses sends", fa: "ارسال را رد می‌کند" },
  challenges: { en: "Asks newcomers for a challenge", fa: "از کاربران جدید چالش می‌خواهد" },
  reserves: {
    en: "Keeps a share of the budget for known people",
    fa: "بخشی از بودجه را برای کاربران شناخته‌شده نگه می‌دارد",
  },
  reports: { en: "Only reports it", fa: "فقط گزارش می‌کند" },
  lift: { en: "Lift", fa: "رفع سوءظن" },
  lift_of: { en: "Lift the suspicion: {place}", fa: "رفع سوءظن: {place}" },
  lift_title: { en: "Lift the suspicion of {place}?", fa: "سوءظن به {place} رفع شود؟" },
  lift_explained: {
    en: "Until then the guard does not take it as suspicious: it refuses nothing there and asks for no challenge. Sends are counted on, so the suspicion is back at the end unless codes come back.",
    fa: "تا آن زمان نگهبان آن را مشکوک نمی‌داند: چیزی رد نمی‌شود و چالشی خواسته نمی‌شود. شمارش ادامه دارد؛ پس اگر کدها تأیید نشوند، سوءظن در پایان برمی‌گردد.",
  },
  lift_warning: {
    en: "If this is an attack, its messages are paid for until a budget stops them.",
    fa: "اگر این یک حمله باشد، هزینهٔ پیام‌های آن تا رسیدن به سقف بودجه پرداخت می‌شود.",
  },
  lifted: {
    en: "The suspicion is lifted. Other processes obey within two seconds.",
    fa: "سوءظن رفع شد. پردازه‌های دیگر حداکثر تا دو ثانیهٔ دیگر همین را اعمال می‌کنند.",
  },
  ended: { en: "The guard watches it again.", fa: "نگهبان دوباره آن را زیر نظر دارد." },
  lifts: { en: "Lifted by operators", fa: "رفع‌شده به دستور مدیر" },
  until: { en: "until", fa: "تا" },
  end: { en: "End now", fa: "پایان دادن" },
  end_of: { en: "End now: the lift of {place}", fa: "پایان دادن به رفع سوءظن از {place}" },
} as const satisfies Record<string, Text>;

const PLACES: Readonly<Record<Dimension, Text>> = {
  block: { en: "numbers {place}", fa: "شماره‌های {place}" },
  operator: { en: "operator {place}", fa: "اپراتور {place}" },
  app: { en: "app {place}", fa: "برنامهٔ {place}" },
  address: { en: "an address in {place}", fa: "یک نشانی در {place}" },
  subnet: { en: "network {place}", fa: "شبکهٔ {place}" },
  caller: { en: "a key of the caller ({place})", fa: "یک کلید فراخواننده ({place})" },
};

/** A place as people know it. Of an address its network is shown; of a source without one, the beginning of its hash. */
export function placeText(
  { dimension, place, network }: Pick<CurrentSuspicion, "dimension" | "place" | "network">,
  language: Language,
): string {
  return filled(
    PLACES[dimension][language],
    { place: `\u2066${nameOf(dimension, place, network)}\u2069` },
    language,
  );
}

function nameOf(dimension: Dimension, place: string, network: string | null): string {
  switch (dimension) {
    case "block":
      return `${place}****`;
    case "operator":
    case "app":
      return place;
    case "address":
    case "subnet":
    case "caller":
      return network ?? place.slice(0, 6);
  }
}
