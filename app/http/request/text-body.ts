/** Reads a body as text within a size limit. */
import { ProblemError } from "../problems/problem.ts";

/** Throws a ProblemError, 413, as soon as the body is known to be longer than `limitBytes`. */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > limitBytes) throw tooLarge(limitBytes);
  // The server reads no more than the declared length; a chunked body declares none, so it is counted while it arrives.
  return Number.isNaN(declared) ? readBounded(request, limitBytes) : request.text();
}

async function readBounded(request: Request, limitBytes: number): Promise<string> {
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function tooLarge(limit: number): ProblemError {
  return new ProblemError("body_too_large", { values: { limit } });
}
