/** The address of a vendor's API. Key and code are in every request, so they travel over TLS, or do not leave this machine. */

/** Whose address it is, for messages. */
export interface BaseUrlOwner {
  /** E.g. `Kavenegar`. */
  readonly vendor: string;
  /** A sentence, e.g. how to get the vendor's own address. */
  readonly remedy: string;
}

/** The address without a trailing slash. Throws, with a sentence for the operator, if it would send the key in clear text. */
export function checkedBaseUrl(baseUrl: string, { vendor, remedy }: BaseUrlOwner): string {
  const url = URL.parse(baseUrl);
  const problem = url === null ? "is not a URL" : problemOf(url);
  if (url !== null && problem === null) return url.origin + url.pathname.replace(/\/+$/, "");
  // The text before an @ is a password, so it is not shown.
  const shown = baseUrl.includes("@") ? "" : ` "${baseUrl}"`;
  throw new Error(`The ${vendor} base URL${shown} ${problem}. ${remedy}`);
}

function problemOf(url: URL): string | null {
  if (url.username !== "" || url.password !== "")
    return "contains a user name or password, which the API does not accept";
  if (url.search !== "" || url.hash !== "") return 'must end before "?" and "#"';
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
  if (isSafe) return null;
  return "would send the API key and the codes in clear text: use https (http only for localhost)";
}

const LOOPBACK_HOST = /^(localhost|127\.[0-9.]+|\[::1\])$/;

export function isLoopback({ hostname }: Pick<URL, "hostname">): boolean {
  return LOOPBACK_HOST.test(hostname);
}
