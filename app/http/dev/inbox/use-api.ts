/** Calls of Ramz' own API by the page, with the last answer to show. */
import { useState } from "preact/hooks";
import type { Language } from "../../../language/language.ts";

export interface ApiAnswer {
  readonly call: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** As JSON, indented. */
  readonly body: string;
}

export interface Api {
  readonly answer: ApiAnswer | null;
  /** A call is under way. */
  readonly isBusy: boolean;
  /** The value of the answer's body; the answer itself is shown. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
}

export function useApi(language: Language, key: string): Api {
  const [answer, setAnswer] = useState<ApiAnswer | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = {
      "content-type": "application/json",
      "accept-language": language,
      ...(key !== "" && { authorization: `Bearer ${key}` }),
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    setBusy(true);
    try {
      const reply = await fetch(path, init);
      const value: unknown = await reply.json();
      setAnswer({ call: `${method} ${path}`, status: reply.status, body: JSON.stringify(value, null, 2) });
      return value;
    } catch (error) {
      setAnswer({ call: `${method} ${path}`, status: null, body: String(error) });
      return null;
    } finally {
      setBusy(false);
    }
  }

  return { answer, isBusy, call };
}

/** The verification in an answer, also in that of a send which failed. */
export function verificationIn(value: unknown): { readonly id: string; readonly to: string } | null {
  if (typeof value !== "object" || value === null) return null;
  const { verification, ...own }: Readonly<Record<string, unknown>> = { ...value };
  const { id, to }: Readonly<Record<string, unknown>> = {
    ...(typeof verification === "object" ? verification : own),
  };
  return typeof id === "string" && typeof to === "string" ? { id, to } : null;
}
