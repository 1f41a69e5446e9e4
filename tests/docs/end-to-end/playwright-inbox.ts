import type { APIRequestContext } from "@playwright/test";

/** The newest code that was sent to the number. Waits up to ten seconds for it. */
export async function codeFor(request: APIRequestContext, to: string): Promise<string> {
  const { RAMZ_URL = "http://127.0.0.1:8000" } = process.env;
  const reply = await request.get(`${RAMZ_URL}/dev/messages`, { params: { to, wait: 10 } });
  const [message]: { code: string }[] = await reply.json();
  if (message === undefined) throw new Error(`no code was sent to ${to}`);
  return message.code;
}

/** A number for one test, so that no test meets the cool-down of another. */
export function newNumber(): string {
  return `0912${String(Math.floor(Math.random() * 1e7)).padStart(7, "0")}`;
}
