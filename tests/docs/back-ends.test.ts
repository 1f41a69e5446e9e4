/** Runs the programs in the how-to for back ends unchanged, against a real Ramz. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type Built, buildClient, RUNTIMES } from "../clients/typescript/built.ts";
import { eventually, freshNumber, verificationIn } from "../support/http.ts";
import { blocksOf, ROOT } from "./pages.ts";
import { pythonWithPackages } from "../support/python-packages.ts";
import { type Serving, startServing } from "../support/serving.ts";

/** Enough for a busy machine on which Python must be installed first. */
const PATIENCE_MS = 180_000;
/** Until it has asked for a code, on such a machine. */
const START_MS = 30_000;
const PAGE = "docs/how-to/use-from-your-back-end.md";
const PHONE = "+989127778899";

type Language = "js" | "python";
type Run = readonly [name: string, language: Language, command: () => readonly string[]];

const PYTHON: Run = ["Python", "python", () => [pythonWithPackages()]];
/** The README's lines are run by each program that it names. */
const OF_README: readonly Run[] = [...RUNTIMES.map(([name, command]): Run => [name, "js", command]), PYTHON];
const OF_HOW_TO: readonly Run[] = [["Node.js", "js", () => ["node"]], PYTHON];

let built: Built;
beforeAll(() => {
  built = buildClient();
}, PATIENCE_MS);
afterAll(() => built[Symbol.dispose]());

/** The program of this language that prompts with this text. */
function programOf(language: Language, reads: "Code:" | "Proof:", page: string): string {
  const found = blocksOf(page).filter((one) => one.language === language && one.text.includes(reads));
  expect(found).toHaveLength(1);
  return found[0]?.text ?? "";
}

async function start([, language, command]: Run, program: string, { api }: Serving) {
  const file = join(built.path, `${crypto.randomUUID()}.${language === "js" ? "mjs" : "py"}`);
  await Bun.write(file, program);
  const child = Bun.spawn([...command(), file], {
    cwd: built.path,
    env: {
      PATH: process.env["PATH"],
      HOME: built.path,
      DENO_NO_UPDATE_CHECK: "1",
      PYTHONPATH: join(ROOT, "app/clients/python/src"),
      PYTHONDONTWRITEBYTECODE: "1",
      RAMZ_URL: api.url,
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

/** What the program printed that was given the code it sent. */
async function givenItsCode(run: Run, program: string, ramz: Serving) {
  const child = await start(run, program, ramz);
  const messages = async () => (await ramz.api.get("/dev/messages")).text;
  const text = await eventually(
    async () => (child.hasEnded() ? "ended" : await messages()),
    (read) => read !== "[]",
    START_MS,
  );
  return child.given(/"code":"(\d+)"/.exec(text)?.[1] ?? "none");
}

async function proofFrom({ api }: Serving, to: string, purpose: string): Promise<string> {
  await api.post("/v1/verifications", { to, purpose });
  const code = await api.codeFor(to);
  return verificationIn(await api.post("/v1/checks", { to, purpose, code })).proof ?? "";
}

for (const run of OF_README)
  test.concurrent(
    `${run[0]} runs the lines of the README, which verify a number`,
    async () => {
      await using ramz = await startServing();
      const lines = programOf(run[1], "Code:", "README.md").replace("http://127.0.0.1:8000", ramz.api.url);
      const { out, err } = await givenItsCode(run, lines, ramz);
      expect([err, out]).toEqual(["", expect.stringMatching(/\bapproved\b/i)]);
    },
    PATIENCE_MS,
  );

for (const run of OF_HOW_TO) {
  test.concurrent(
    `${run[0]}: the back end verifies a number`,
    async () => {
      await using ramz = await startServing();
      const { out, err } = await givenItsCode(run, programOf(run[1], "Code:", PAGE), ramz);
      expect([err, out]).toEqual(["", expect.stringContaining(`verified ${PHONE}`)]);
    },
    PATIENCE_MS,
  );

  test.concurrent(
    `${run[0]}: the back end takes a proof, and none that is altered or of something else`,
    async () => {
      await using ramz = await startServing();
      const take = async (proof: string) =>
        (await start(run, programOf(run[1], "Proof:", PAGE), ramz)).given(proof);
      const proof = await proofFrom(ramz, PHONE, "login");
      const altered = proof.replace(/\.[^.]+$/, (signature) =>
        signature.replace(/^\../, (first) => (first === ".A" ? ".B" : ".A")),
      );
      const payment = await proofFrom(ramz, freshNumber(), "payment");
      const [refused, other] = await Promise.all([take(altered), take(payment)]);
      expect([refused.out, refused.err]).toEqual([
        expect.not.stringContaining("verified"),
        expect.stringMatching(/proof_invalid|refused: invalid/),
      ]);
      expect([other.out, other.err]).toEqual([
        expect.not.stringContaining("verified"),
        expect.stringMatching(/something else|other_purpose/),
      ]);
      const { out, err } = await take(proof);
      expect([err, out]).toEqual(["", expect.stringContaining(`verified ${PHONE}`)]);
    },
    PATIENCE_MS,
  );
}
