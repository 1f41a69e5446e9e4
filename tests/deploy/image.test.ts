/** The Dockerfile: what hadolint says of it, and what no linter knows about Ramz. */
import { beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../../package.json";
import { pythonTools, runProgram } from "../support/python-tools.ts";
import { pathOf, textOf } from "./files.ts";

const INSTALLED_WITHIN_MS = 120_000;
const TIME_OUT_MS = 30_000;
const dockerfile = textOf("Dockerfile");
const linesOf = (word: string) => dockerfile.match(new RegExp(`^${word} .*$`, "gm")) ?? [];

describe("hadolint", () => {
  let hadolint = "";
  beforeAll(() => {
    hadolint = join(pythonTools(), "hadolint");
  }, INSTALLED_WITHIN_MS);

  test(
    "finds nothing in the Dockerfile",
    () => {
      expect(runProgram([hadolint, pathOf("Dockerfile")])).toEqual({ code: 0, printed: "" });
    },
    TIME_OUT_MS,
  );

  test(
    "is awake: it refuses a Dockerfile without a version and with a shell form",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "ramz-hadolint-"));
      try {
        writeFileSync(join(folder, "Dockerfile"), "FROM debian\nCMD bun app/main.ts\n");
        const { code, printed } = runProgram([hadolint, join(folder, "Dockerfile")]);
        expect([code, printed]).toEqual([1, expect.stringContaining("DL3006")]);
        expect(printed).toContain("DL3025");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    TIME_OUT_MS,
  );
});

describe("the image", () => {
  test("is of the Bun and the Ramz that package.json names", () => {
    const bun = manifest.engines.bun.replace(">=", "");
    const tags = [...dockerfile.matchAll(/^ARG BUN_\w+=\S+?:([^@\n]+)/gm)].map(([, tag]) => tag);
    expect(tags).toEqual([`${bun}-slim`, `${bun}-distroless`]);
    expect(dockerfile).toContain(`ARG VERSION=${manifest.version}\n`);
  });

  test("runs as a user that is a number and not root, and needs no shell", () => {
    expect(linesOf("USER").map((line) => line.replace(/^USER /, ""))).toEqual(["65532:65532"]);
    for (const word of ["ENTRYPOINT", "CMD", "  CMD"])
      for (const line of linesOf(word)) expect(line).toMatch(/^\s*\w+ \[".*"\]$/);
  });

  test("stops, and tells its health, as the program does", () => {
    expect(dockerfile).toContain("STOPSIGNAL SIGTERM");
    expect(dockerfile).toMatch(
      /HEALTHCHECK [^[]+\["\/usr\/local\/bin\/bun", "\/opt\/ramz\/app\/main.ts", "health"\]/,
    );
  });

  test("has in its context what it copies, and no secret, test or store", () => {
    const copied = linesOf("COPY").filter((line) => !line.includes("--from"));
    const sources = copied.flatMap((line) => line.split(" ").slice(1, -1));
    for (const source of sources)
      expect({ source, is: existsSync(pathOf(source)) }).toEqual({ source, is: true });
    const [everything, ...allowed] = textOf(".dockerignore")
      .split("\n")
      .filter((line) => /^[^#]/.test(line));
    expect(everything).toBe("*");
    expect(
      allowed
        .filter((line) => line.startsWith("!"))
        .map((line) => line.slice(1))
        .sort(),
    ).toEqual(sources.sort());
  });
});
