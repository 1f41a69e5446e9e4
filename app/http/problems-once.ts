/** Problems of what happens once: calls with an Idempotency-Key, and proofs. */
export const ONCE_PROBLEMS = {
  idempotency_in_progress: {
    status: 409,
    title: { en: "The first call is not answered yet", fa: "درخواست نخست هنوز پاسخ ندارد" },
    detail: {
      en: "A call with this Idempotency-Key runs, or was cut off before it had an answer. Nothing more was sent; ask again in {retry_after} seconds.",
      fa: "درخواستی با همین Idempotency-Key در جریان است یا بی‌پاسخ قطع شده است. چیز دیگری فرستاده نشد؛ {retry_after} ثانیهٔ دیگر دوباره بخواهید.",
    },
  },
  proof_redeemed: {
    status: 409,
    title: { en: "The proof was redeemed before", fa: "این گواهی پیش‌تر به کار رفته است" },
    detail: {
      en: "A proof is good once. Somebody had this one before you: let the person verify the number again.",
      fa: "هر گواهی یک بار به کار می‌آید و این یکی پیش‌تر به کار رفته است؛ شماره باید دوباره تأیید شود.",
    },
  },
  idempotency_key_reused: {
    status: 422,
    title: { en: "The key belongs to another call", fa: "این کلید از آنِ درخواست دیگری است" },
    detail: {
      en: "This Idempotency-Key was sent with another path or body in the last day. Make a new key for a new call.",
      fa: "این Idempotency-Key در یک روز گذشته با نشانی یا متن دیگری آمده است. برای درخواست تازه کلید تازه بسازید.",
    },
  },
  proof_invalid: {
    status: 422,
    title: { en: "Not a proof for you", fa: "گواهی معتبر نیست" },
    detail: {
      en: "This is no proof for this app that is still good. A proof lives five minutes: let the person verify the number again.",
      fa: "این برای این برنامه گواهی معتبری نیست. هر گواهی پنج دقیقه اعتبار دارد؛ شماره باید دوباره تأیید شود.",
    },
  },
} as const;
