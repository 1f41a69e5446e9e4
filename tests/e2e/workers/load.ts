/** Requests under load while workers are stopped or killed, each with its outcome. */
import { handed } from "../plugins/plugin-files.ts";
import { field, freshNumber, type Reply } from "../../support/http.ts";
import { type Crew, postAlone, type Started } from "./crew.ts";

export interface Request {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly request: Request;
  /** Null: no answer came; the connection was refused, reset or closed. */
  readonly reply: Reply | null;
}

const CLIENTS = 8;
const REFUSED_PAUSE_MS = 5;

/**
 * Sends them all, a client after each answer the next; every other client keeps its connection. `progress` gets the number
 * that have ended.
 */
export async function underLoad(
  crew: Crew,
  requests: Iterable<Request>,
  progress: (ended: number) => void = () => {},
): Promise<readonly Outcome[]> {
  const waiting = oneByOne(requests);
  const outcomes: Outcome[] = [];
  const client = async (_: unknown, index: number) => {
    for (const request of waiting) {
      const { path, body } = request;
      const asked = index % 2 === 0 ? crew.api.post(path, body) : postAlone(crew.api, path, body);
      const reply = await asked.catch(() => null);
      outcomes.push({ request, reply });
      progress(outcomes.length);
      if (reply === null) await Bun.sleep(REFUSED_PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return outcomes;
}

/** An iterator that several take from. */
function* oneByOne<T>(list: Iterable<T>): Generator<T> {
  yield* list;
}

/** Verifications begun now, with their codes. */
export async function prepare(crew: Crew, count: number): Promise<readonly Started[]> {
  const numbers = Array.from({ length: count }, freshNumber);
  await underLoad(crew, numbers.map(start));
  const messages = new Map(handed(crew.folder).map((one) => [field(one, "recipient"), one]));
  return numbers.map((to) => {
    const message = messages.get(to);
    return { to, id: field(message, "verificationId"), code: field(message, "code") };
  });
}

export function start(to: string): Request {
  return { path: "/v1/verifications", body: { to } };
}

export function check({ id }: Started, code: string): Request {
  return { path: `/v1/verifications/${id}/checks`, body: { code } };
}

/** One from each list in turn, until all are in. */
export function mixed(lists: readonly (readonly Request[])[]): readonly Request[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}
