/** Runs a contract with any test runner: what a contract needs of one is written here, and nothing is imported from one. */

/** `test` of bun:test, vitest, jest, node:test. */
export type Test = (title: string, body: () => Promise<void>) => unknown;

/** `expect` of bun:test, vitest, jest or the package of that name. */
export type Expect = (actual: unknown) => {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
};

/** One promise of a port, as a sentence, and how to see whether `subject` keeps it. */
export interface Sentence<Subject> {
  readonly title: string;
  readonly holds: (subject: Subject, expect: Expect) => Promise<void>;
}

/** Sentences an implementation does not keep, by title, and why. A gap that closed goes red, so the list stays true. */
export interface Gap {
  readonly reason: string;
  readonly tests: readonly string[];
}

export interface Contract<Subject> {
  readonly test: Test;
  readonly expect: Expect;
  readonly name: string;
  /** A fresh subject for each sentence, so that no sentence leans on another. */
  readonly make: () => Subject | Promise<Subject>;
  readonly skip?: readonly Gap[];
}

export function runContract<Subject extends { close(): Promise<void> }>(
  { test, expect, name, make, skip = [] }: Contract<Subject>,
  sentences: readonly Sentence<Subject>[],
): void {
  refuseStaleGaps(name, skip, sentences);
  for (const { title, holds } of sentences) {
    const gap = skip.find(({ tests }) => tests.includes(title));
    const body = async () => {
      const subject = await make();
      try {
        await holds(subject, expect);
      } finally {
        await subject.close();
      }
    };
    if (gap === undefined) test(`${name}: ${title}`, body);
    else test(`${name}: does not promise "${title}" (${gap.reason})`, async () => expectFailure(body));
  }
}

async function expectFailure(body: () => Promise<void>): Promise<void> {
  const failed = await body().then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error("This sentence holds after all: take it out of `skip`.");
}

/** A gap that names no sentence hides nothing and says something untrue. */
function refuseStaleGaps(
  name: string,
  skip: readonly Gap[],
  sentences: readonly { readonly title: string }[],
): void {
  const titles = new Set(sentences.map(({ title }) => title));
  const stale = skip.flatMap(({ tests }) => tests).filter((title) => !titles.has(title));
  if (stale.length > 0) throw new Error(`${name}: the contract has no sentence "${stale.join('", "')}"`);
}

/** The part of a subject that only some sentences need. Leaving it out is a gap, to be declared with its reason. */
export function needed<T>(part: T | undefined, what: string): T {
  if (part === undefined)
    throw new Error(`make() gives no ${what}. Give it, or list this sentence in \`skip\` with the reason.`);
  return part;
}
