/** Replies as text, as they are kept for calls that are repeated. */

/** Header of a reply that is that of an earlier call. */
export const REPLAYED = "idempotency-replayed";

interface Packed {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export async function packed(response: Response): Promise<string> {
  const { status, headers } = response;
  return JSON.stringify({ status, headers: [...headers], body: await response.text() } satisfies Packed);
}

/** The reply again; a later one says that it is that of an earlier call. */
export function unpacked(text: string, replayed: boolean): Response {
  // It was kept encrypted under its key, so `packed` wrote it.
  const { status, headers, body }: Packed = JSON.parse(text);
  const all = [...headers, ...(replayed ? [[REPLAYED, "true"] as const] : [])];
  // Some statuses may have no body, not even an empty one.
  return new Response(body === "" ? null : body, { status, headers: Object.fromEntries(all) });
}
