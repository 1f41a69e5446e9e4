/** Failures of an HTTP call that bring no answer: which of them prove that nothing was sent, what they mean, what to do. */
import type { DeliveryResult, Hint } from "../../../domain/delivery/provider.ts";
import {
  explainFrom,
  type ExplainedMeaning,
  type Explanation,
  hint,
  type Meaning,
  resultOf,
} from "./meanings.ts";

interface Row {
  readonly failure: string;
  /** `unavailable` only where no byte of the request can have been written. */
  readonly class: "unavailable" | "unknown";
  /** Error codes of Bun's `fetch`. */
  readonly codes: readonly string[];
  readonly means: Hint;
  /** Left out where the vendor's own hint on the route applies. */
  readonly remedy?: Hint;
}

/**
 * The codes precede the first byte of a request: no address, no socket, no connection, no tunnel, or a certificate, which is checked
 * before writing. Each was seen with Bun 1.4.5, or comes from the same system call as one that was.
 *
 * ECONNRESET, ECONNABORTED, EPIPE, ETIMEDOUT and EPROTO are missing on purpose, because they also occur after the request was
 * written. Bun reports every error of an established connection as ECONNRESET, so that a code of `connect` is a code of `connect`.
 */
// prettier-ignore
const ROWS = [
  { failure: "no_time_left", class: "unavailable", codes: [],
    means: hint("The deadline had passed before the request.", "مهلت پیش از ارسال درخواست تمام شده بود."),
    remedy: hint("Raise the chain's deadline, or check how long the providers before this one took.", "مهلت زنجیره را بیشتر کنید، یا ببینید ارائه‌دهنده‌های پیشین چقدر زمان برده‌اند.") },
  { failure: "host_not_found", class: "unavailable", codes: ["ENOTFOUND", "EAI_AGAIN"],
    means: hint("The vendor's host name could not be resolved.", "نام میزبان ارائه‌دهنده پیدا نشد.") },
  { failure: "connection_refused", class: "unavailable", codes: ["ECONNREFUSED"],
    means: hint("The vendor's host refused the connection.", "میزبان ارائه‌دهنده اتصال را نپذیرفت.") },
  { failure: "network_unreachable", class: "unavailable",
    codes: ["ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EAFNOSUPPORT", "EINVAL"],
    means: hint("There is no route to the vendor's host.", "مسیری به میزبان ارائه‌دهنده وجود ندارد.") },
  { failure: "connection_forbidden", class: "unavailable", codes: ["EACCES", "EPERM"],
    means: hint("This machine forbids the connection.", "این سرور اجازهٔ اتصال نمی‌دهد."),
    remedy: hint("Check the local firewall and the security profile of the process (seccomp, SELinux, AppArmor).", "فایروال محلی و محدودیت‌های امنیتی پردازه (seccomp، SELinux، AppArmor) را بررسی کنید.") },
  { failure: "local_limit_reached", class: "unavailable",
    codes: ["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EADDRNOTAVAIL", "EADDRINUSE"],
    means: hint("This machine has no file descriptor, memory or local port left for the connection.", "این سرور توصیف‌گر فایل، حافظه یا پورت محلی آزاد برای اتصال ندارد."),
    remedy: hint("Raise the limit of open files (`ulimit -n`, `LimitNOFILE`) and the range of local ports, or lower the load.", "سقف فایل‌های باز (`ulimit -n` یا `LimitNOFILE`) و بازهٔ پورت‌های محلی را بیشتر کنید، یا بار را کم کنید.") },
  { failure: "proxy_refused", class: "unavailable", codes: ["ERR_PROXY_TUNNEL"],
    means: hint("The proxy of HTTPS_PROXY refused to connect to the vendor.", "پراکسیِ HTTPS_PROXY اتصال به ارائه‌دهنده را نپذیرفت."),
    remedy: hint("Check the proxy's access rules and its user name and password.", "قواعد دسترسی پراکسی و نام کاربری و گذرواژهٔ آن را بررسی کنید.") },
  { failure: "proxy_unusable", class: "unavailable", codes: ["UnsupportedProxyProtocol"],
    means: hint("The proxy variable names a protocol other than HTTP.", "متغیر پراکسی پروتکلی جز HTTP را نام می‌برد."),
    remedy: hint("Set HTTPS_PROXY to an http:// or https:// proxy, or unset it.", "مقدار HTTPS_PROXY را پراکسی‌ای با http:// یا https:// بگذارید، یا آن را حذف کنید.") },
  { failure: "certificate_refused", class: "unavailable",
    codes: [
      "ERR_TLS_CERT_ALTNAME_INVALID", "ERR_TLS_CERT_ALTNAME_FORMAT", "HOSTNAME_MISMATCH",
      "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED", "CERT_UNTRUSTED", "CERT_REJECTED", "CERT_CHAIN_TOO_LONG",
      "CERT_SIGNATURE_FAILURE", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "INVALID_CA", "INVALID_PURPOSE",
      "PATH_LENGTH_EXCEEDED", "ERROR_IN_CERT_NOT_BEFORE_FIELD", "ERROR_IN_CERT_NOT_AFTER_FIELD",
      "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "UNABLE_TO_DECRYPT_CERT_SIGNATURE", "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
    ],
    means: hint("The TLS certificate of the vendor's host is not trusted.", "گواهی TLS میزبان ارائه‌دهنده معتبر نیست."),
    remedy: hint("Check the clock, the base URL, and whether a proxy replaces certificates; NODE_EXTRA_CA_CERTS adds a private authority.", "ساعت سرور، نشانی پایه و پراکسی را بررسی کنید؛ مرجع گواهی خصوصی را با NODE_EXTRA_CA_CERTS اضافه کنید.") },
  { failure: "timeout", class: "unknown", codes: [],
    means: hint("There was no answer in time; the message may have gone out.", "پاسخی به‌موقع نرسید؛ شاید پیام ارسال شده باشد.") },
  { failure: "connection_lost", class: "unknown", codes: [],
    means: hint("The connection broke; the message may have gone out.", "اتصال قطع شد؛ شاید پیام ارسال شده باشد.") },
] as const satisfies readonly Row[];

export type TransportFailure = (typeof ROWS)[number]["failure"];

const NOT_SENT: ReadonlyMap<string, TransportFailure> = new Map(
  ROWS.flatMap(({ failure, codes }) => codes.map((code) => [code, failure] as const)),
);

/** How far a request got before it failed. */
export interface Progress {
  /** An answer has begun, so the request was written. */
  readonly answered: boolean;
  /** The deadline ended it. */
  readonly timedOut: boolean;
}

/** What an error of `fetch` means; `connection_lost` when in doubt. The error's text is not used: it holds the URL, which may hold a key. */
export function transportFailureOf(error: unknown, { answered, timedOut }: Progress): TransportFailure {
  if (timedOut) return "timeout";
  if (answered || !(error instanceof Error)) return "connection_lost";
  // A limit that is reached while resolving a name also shows as a failed name.
  if ("syscall" in error && error.syscall === "getaddrinfo") return "host_not_found";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return NOT_SENT.get(code) ?? "connection_lost";
}

const CHECK_ROUTE = hint(
  "Check DNS, firewall, proxy and route from this server to the vendor.",
  "DNS، فایروال، پراکسی و مسیر این سرور تا ارائه‌دهنده را بررسی کنید.",
);

export function meaningOfFailure(failure: TransportFailure): Meaning {
  return { class: ROWS.find((row) => row.failure === failure)?.class ?? "unknown", reason: failure };
}

/** The result of a call that failed without an answer. */
export function transportResult(failure: TransportFailure): DeliveryResult {
  return resultOf(meaningOfFailure(failure));
}

/** The hint for a `TransportFailure`; null for any other reason. */
export function explainTransport(reason: string): Hint | null {
  return explainFrom(TRANSPORT_MEANINGS, reason);
}

/** The same in two parts. */
export function transportExplanation(reason: string): Explanation | null {
  return TRANSPORT_MEANINGS.find((row) => row.reason === reason) ?? null;
}

/** The failures as rows of a vendor's table. `checkRoute` says how to check the way to this vendor. */
export function transportMeanings(checkRoute: Hint): readonly ExplainedMeaning[] {
  return ROWS.map((row: Row) => ({
    code: null,
    reason: row.failure,
    class: row.class,
    means: row.means,
    remedy: row.remedy ?? checkRoute,
  }));
}

/** The failures of a vendor whose route has no hint of its own. */
export const TRANSPORT_MEANINGS: readonly ExplainedMeaning[] = transportMeanings(CHECK_ROUTE);
