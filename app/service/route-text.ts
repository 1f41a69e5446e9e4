/** Why the order of a send is not the configured one, in a sentence for an operator, in both languages. */
import type { Hint } from "../../domain/delivery/provider.ts";
import type { RouteReason } from "../../domain/routing/order.ts";

/** E.g. `ippanel is weak for IR-Irancell: 41 of 120 codes came back in 24 h`. */
export function reasonText(reason: RouteReason, operator: string): Hint {
  const { provider } = reason;
  switch (reason.why) {
    case "weak":
    case "sick": {
      const [score, sends] = [Math.round(reason.evidence.score), Math.round(reason.evidence.sends)];
      return reason.why === "weak"
        ? {
            en: `${provider} is weak for ${operator}: ${score} of ${sends} codes came back in 24 h`,
            fa: `${provider} برای ${operator} ضعیف است: در ۲۴ ساعت ${persian(score)} کد از ${persian(sends)} کد برگشته است`,
          }
        : {
            en: `${provider} is sick for ${operator}: ${score} of ${sends} codes came back in the last hour`,
            fa: `${provider} برای ${operator} ناسالم است: در یک ساعت گذشته ${persian(score)} کد از ${persian(sends)} کد برگشته است`,
          };
    }
    case "exploring":
      return {
        en: `${provider} is first to be measured for ${operator}`,
        fa: `${provider} برای سنجش در ${operator} در ابتدا قرار گرفته است`,
      };
    case "cheaper":
      return {
        en: `${provider} is cheaper than a provider before it and proven to be as good for ${operator}`,
        fa: `${provider} از ارائه‌دهندهٔ پیش از خود ارزان‌تر است و ثابت شده که برای ${operator} به همان خوبی است`,
      };
  }
}

/** The number with Persian digits. Those of a provider's name stay as they are. */
function persian(value: number): string {
  return value.toLocaleString("fa-IR", { useGrouping: false });
}
