/** Reads a JSON body within a bound. Nothing here trusts what the headers say about its size. */
import { ProblemError } from "./problems/problem.ts";

/** Far above any honest body (metadata of ten entries included). */
export const BODY_LIMIT_BYTES = 16_384;

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** The JSON value of the body, or a thrown ProblemError: 415, 413 or 400. */
export async function readJson(request: Request): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new ProblemError("unsupported_media_type");
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > BODY_LIMIT_BYTES) throw tooLarge();
  const text = Number.isNaN(declared) ? await readBounded(request) : await request.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError("malformed_json");
  }
}

/** Chunked bodies declare no length, so they are counted while they arrive. */
async function readBounded(request: Request): Promise<string> {
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > BODY_LIMIT_BYTES) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function tooLarge(): ProblemError {
  return new ProblemError("body_too_large", { values: { limit: BODY_LIMIT_BYTES } });
}
