/** Origins as settings name them. */

/** How to write one, for remedies. */
export const ORIGIN_RULE =
  "Write one like https://shop.example, without a path. http is allowed for localhost only, and * is not allowed.";

/** Whether the text is an origin as browsers send it. A pattern matches no page: browsers send the origin of one. */
export function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.origin === text && !url.hostname.includes("*") && isOverTls(url);
}

/** Whether it is https, or http on this machine. */
export function isOverTls({ protocol, hostname }: URL): boolean {
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isLocal);
}
