/** Reads a body within a size limit. */
import { ProblemError } from "../problems/problem.ts";

/** Throws a ProblemError, 413, as soon as the body is known to be longer than `limitBytes`. */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, limitBytes));
}

/** The body as it came. Throws as `readText` does. */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > limitBytes) throw tooLarge(limitBytes);
  // The server reads no more than the declared length; a chunked body declares none, so it is counted while it arrives.
  return Number.isNaN(declared) ? readBounded(request, limitBytes) : request.bytes();
}

async function readBounded(request: Request, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): ProblemError {
  return new ProblemError("body_too_large", { values: { limit } });
}
