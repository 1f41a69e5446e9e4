/** Runs the programs in the how-to for back ends unchanged, against a real Ramz. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type Built, buildClient } from "../clients/typescript/built.ts";
import { apiAt, verificationIn } from "../support/http.ts";
import { blocksOf, ROOT } from "./pages.ts";
import { pythonWithPackages } from "../support/python-packages.ts";
import { serve, until } from "./server.ts";

/** Enough for a busy machine on which Python must be installed first. */
const PATIENCE_MS = 180_000;
const PAGE = "docs/how-to/use-from-your-back-end.md";
const PHONE = "+989127778899";

const LANGUAGES: readonly (readonly [language: string, command: () => readonly string[]])[] = [
  ["ts", () => [process.execPath, "-e"]],
  ["python", () => [pythonWithPackages(), "-c"]],
];

let built: Built;
beforeAll(() => {
  built = buildClient();
}, PATIENCE_MS);
afterAll(() => built[Symbol.dispose]());

/** The program of this language that prompts with this text. */
function programOf(language: string, reads: "Code:" | "Proof:", page = PAGE): string {
  const found = blocksOf(page).filter((one) => one.language === language && one.text.includes(reads));
  expect(found).toHaveLength(1);
  return found[0]?.text ?? "";
}

function start(command: readonly string[], program: string, origin: string) {
  const child = Bun.spawn([...command, program], {
    cwd: built.path,
    env: {
      PATH: process.env["PATH"],
      PYTHONPATH: join(ROOT, "app/clients/python/src"),
      PYTHONDONTWRITEBYTECODE: "1",
      RAMZ_URL: origin,
    },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  const output = Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return {
    hasEnded: () => child.exitCode !== null,
    /** What it printed after it was given this line. */
    async given(line: string): Promise<{ readonly out: string; readonly err: string }> {
      await child.stdin.write(`${line}\n`);
      await child.stdin.end();
      await child.exited;
      const [out, err] = await output;
      return { out, err };
    },
  };
}

/** The codes in the development inbox, newest first. */
async function codes(origin: string): Promise<readonly string[]> {
  const messages: unknown = await (await fetch(`${origin}/dev/messages`)).json();
  return [...JSON.stringify(messages).matchAll(/"code":"(\d+)"/g)].map((match) => match[1] ?? "");
}

async function proofFrom(origin: string, purpose: string): Promise<string> {
  const api = apiAt(origin);
  await api.post("/v1/verifications", { to: PHONE, purpose });
  const [code = ""] = await codes(origin);
  return verificationIn(await api.post("/v1/checks", { to: PHONE, purpose, code })).proof ?? "";
}

for (const [language, command] of LANGUAGES) {
  test.concurrent(
    `the ${language} back end verifies a number`,
    async () => {
      const run = command();
      const ramz = await serve();
      try {
        const program = start(run, programOf(language, "Code:"), ramz.origin);
        await until(async () => program.hasEnded() || (await codes(ramz.origin)).length > 0);
        const { out, err } = await program.given((await codes(ramz.origin))[0] ?? "none");
        expect([err, out]).toEqual(["", expect.stringContaining(`verified ${PHONE}`)]);
      } finally {
        await ramz.stop();
      }
    },
    PATIENCE_MS,
  );

  test.concurrent(
    `the ${language} lines of the README verify a number`,
    async () => {
      const run = command();
      const ramz = await serve();
      try {
        const lines = programOf(language, "Code:", "README.md").replace("http://127.0.0.1:8000", ramz.origin);
        const program = start(run, lines, ramz.origin);
        await until(async () => program.hasEnded() || (await codes(ramz.origin)).length > 0);
        const { out, err } = await program.given((await codes(ramz.origin))[0] ?? "none");
        expect([err, out]).toEqual(["", expect.stringMatching(/\bapproved\b/i)]);
      } finally {
        await ramz.stop();
      }
    },
    PATIENCE_MS,
  );

  test.concurrent(
    `the ${language} back end takes a proof, and none that is altered or of something else`,
    async () => {
      const run = command();
      const ramz = await serve();
      try {
        const take = (proof: string) => start(run, programOf(language, "Proof:"), ramz.origin).given(proof);
        const proof = await proofFrom(ramz.origin, "login");
        const altered = proof.replace(/\.[^.]+$/, (signature) =>
          signature.replace(/^\../, (first) => (first === ".A" ? ".B" : ".A")),
        );
        const refused = await take(altered);
        expect([refused.out, refused.err]).toEqual([
          expect.not.stringContaining("verified"),
          expect.stringMatching(/proof_invalid|refused: invalid/),
        ]);
        const { out, err } = await take(proof);
        expect([err, out]).toEqual(["", expect.stringContaining(`verified ${PHONE}`)]);
      } finally {
        await ramz.stop();
      }
      const other = await serve();
      try {
        const { out, err } = await start(run, programOf(language, "Proof:"), other.origin).given(
          await proofFrom(other.origin, "payment"),
        );
        expect([out, err]).toEqual([
          expect.not.stringContaining("verified"),
          expect.stringMatching(/something else|other_purpose/),
        ]);
      } finally {
        await other.stop();
      }
    },
    PATIENCE_MS,
  );
}
