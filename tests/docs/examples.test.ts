import { expect, test } from "bun:test";
import { blocksOf, ROOT } from "./pages.ts";
import { serve, until } from "./server.ts";
import { walk } from "./walk.ts";

/** For a machine that has much else to do; the tutorial waits six seconds by itself. */
const PATIENCE_MS = 60_000;

test.concurrent(
  "the README's example gives what the README says",
  async () => {
    const { replies } = await walk("README.md");
    expect(replies).toBeGreaterThanOrEqual(3);
  },
  PATIENCE_MS,
);

test.concurrent(
  "the tutorial's steps give what the tutorial says",
  async () => {
    const { replies } = await walk("docs/tutorials/first-verification.md");
    expect(replies).toBeGreaterThanOrEqual(10);
  },
  15_000,
);

const CONSUMERS: readonly (readonly [language: string, command: readonly string[]])[] = [
  ["ts", [process.execPath, "-e"]],
  ["python", ["python3", "-c"]],
];

for (const [language, command] of CONSUMERS) {
  const missing = Bun.which(command[0] ?? "") === null;
  test.skipIf(missing).concurrent(
    `the ${language} back end verifies a number`,
    async () => {
      const program = blocksOf("docs/how-to/use-from-your-back-end.md").find(
        (one) => one.language === language,
      );
      const ramz = await serve();
      try {
        const child = Bun.spawn([...command, program?.text ?? ""], {
          cwd: ROOT,
          env: { PATH: process.env["PATH"], RAMZ_URL: ramz.origin },
          stdin: "pipe",
          stdout: "pipe",
          stderr: "pipe",
        });
        const [output, errors] = [new Response(child.stdout).text(), new Response(child.stderr).text()];
        await until(async () => child.exitCode !== null || (await codes(ramz.origin)).length > 0);
        await child.stdin.write(`${(await codes(ramz.origin))[0]}\n`);
        await child.stdin.end();
        await child.exited;
        expect(await errors).toBe("");
        expect(await output).toContain("verified +989121234567");
      } finally {
        await ramz.stop();
      }
    },
    PATIENCE_MS,
  );
}

/** The codes in the development inbox, newest first. */
async function codes(origin: string): Promise<readonly string[]> {
  const messages: unknown = await (await fetch(`${origin}/dev/messages`)).json();
  return [...JSON.stringify(messages).matchAll(/"code":"(\d+)"/g)].map((match) => match[1] ?? "");
}
