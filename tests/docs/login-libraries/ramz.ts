/** The HTTP status, and the fields of the answer that matter here: of a success, or of a problem. */
export interface Reply {
  readonly status: number;
  readonly id: string;
  readonly to: string;
  readonly proof: string;
  readonly code: string;
  readonly detail: string;
  readonly retry_after?: number;
}

/** Throws when Ramz does not answer, or something else answers in its place. */
export async function ask(path: string, body: object): Promise<Reply> {
  const { RAMZ_URL = "http://127.0.0.1:8000", RAMZ_KEY } = process.env;
  const response = await fetch(RAMZ_URL + path, {
    method: "POST",
    headers: { authorization: `Bearer ${RAMZ_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  return { ...JSON.parse(await response.text()), status: response.status };
}
