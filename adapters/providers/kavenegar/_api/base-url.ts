/** Where the API is. Key and code are in every request, so they travel over TLS or not beyond this machine. */

const LOOPBACK_HOST = /^(localhost|127\.[0-9.]+|\[::1\])$/;

/** The address without a slash at its end. Throws, with a sentence for the operator, when it would send the key in clear. */
export function checkedBaseUrl(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  const remedy = "Leave KAVENEGAR_BASE_URL unset for https://api.kavenegar.com.";
  if (url === null) throw new Error(`The Kavenegar base URL "${baseUrl}" is not a URL. ${remedy}`);
  // Not shown: what stands before an @ is a password.
  if (url.username !== "" || url.password !== "")
    throw new Error(
      `The Kavenegar base URL holds a user name or password, which the API does not take. ${remedy}`,
    );
  if (url.search !== "" || url.hash !== "")
    throw new Error(`The Kavenegar base URL "${baseUrl}" must end before "?" and "#". ${remedy}`);
  const safe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK_HOST.test(url.hostname));
  if (!safe)
    throw new Error(
      `The Kavenegar base URL "${baseUrl}" would send the API key and the codes in clear: use https (http only for localhost). ${remedy}`,
    );
  return url.origin + url.pathname.replace(/\/+$/, "");
}
