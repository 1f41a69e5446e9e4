/** Load without an end: callers that verify number after number, with more guesses at once than the cap allows. */
import { codeHandedTo } from "../plugins/plugin-files.ts";
import { freshNumber, JSON_TYPE, verificationIn, wordOf, wrong } from "../../support/http.ts";
import type { Crew, Started } from "./crew.ts";
import { check, type Request, start } from "./load.ts";

export interface Answer {
  /** The verification that was checked; null for a start. */
  readonly about: Started | null;
  readonly word: string;
  readonly at: number;
}

/** Ends with its scope, and lets finish what runs. */
export interface Load extends AsyncDisposable {
  /** In the order they came. */
  readonly answers: readonly Answer[];
  /** What `/readyz` said meanwhile. */
  readonly readiness: readonly { readonly status: number; readonly at: number }[];
}

const CALLERS = 3;
const RIGHT = 0;
/** Sent at the same moment: the right code raced among few wrong ones, and lost among many; a number is a wrong code. */
const GUESSES: readonly (readonly number[])[] = [
  [RIGHT, 1, RIGHT, RIGHT, 2, RIGHT],
  [1, 2, 3, 4, 5, 6, RIGHT, 7, 8],
];
const PAUSE_MS = 40;
const READINESS_EVERY_MS = 50;

/** Every request goes out on a connection of its own, so any worker may get it. */
export function drive(crew: Crew): Load {
  const answers: Answer[] = [];
  const readiness: { status: number; at: number }[] = [];
  const over = new AbortController();

  const ask = async (about: Started | null, { path, body }: Request) => {
    const reply = await crew.post(path, body);
    answers.push({ about, word: wordOf(reply), at: Date.now() });
    return reply;
  };
  const caller = async (_: unknown, index: number) => {
    for (let turn = index; !over.signal.aborted; turn++) {
      const to = freshNumber();
      const reply = await ask(null, start(to));
      if (reply.status === 201) {
        const one = { to, id: verificationIn(reply).id, code: codeHandedTo(crew.folder, to) };
        const codes = (GUESSES[turn % GUESSES.length] ?? []).map((step) => guess(one, step));
        await Promise.all(codes.map((code) => ask(one, check(one, code))));
      }
      await Bun.sleep(PAUSE_MS);
    }
  };
  const watcher = async () => {
    const alone = { headers: { ...JSON_TYPE, connection: "close" }, keepalive: false };
    while (!over.signal.aborted) {
      const { status } = await crew.api.request("/readyz", alone);
      readiness.push({ status, at: Date.now() });
      await Bun.sleep(READINESS_EVERY_MS);
    }
  };
  const all = Promise.all([watcher(), ...Array.from({ length: CALLERS }, caller)]);
  return {
    answers,
    readiness,
    async [Symbol.asyncDispose]() {
      over.abort();
      await all;
    },
  };
}

function guess({ code }: Started, step: number): string {
  return step === RIGHT ? code : wrong(code, step);
}

/** The right code for every verification that was checked, once more. */
export async function checkedAgain(crew: Crew, answers: readonly Answer[]): Promise<readonly Answer[]> {
  const all = new Map(answers.flatMap(({ about }) => (about === null ? [] : [[about.id, about] as const])));
  const later: Answer[] = [];
  for (const about of all.values()) {
    const { path, body } = check(about, about.code);
    later.push({ about, word: wordOf(await crew.post(path, body)), at: Date.now() });
  }
  return later;
}
