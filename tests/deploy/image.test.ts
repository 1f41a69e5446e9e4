/** The Dockerfile: what a linter of others says of it, and what no linter knows about Ramz. */
import { describe, expect, test } from "bun:test";
import { validate } from "dockerfile-utils";
import { existsSync } from "node:fs";
import manifest from "../../package.json";
import { pathOf, textOf } from "./files.ts";

const dockerfile = textOf("Dockerfile");
const linesOf = (word: string) => dockerfile.match(new RegExp(`^${word} .*$`, "gm")) ?? [];

const faultsIn = (text: string) =>
  validate(text).map(({ message }) => (typeof message === "string" ? message : message.value));

test("the linter finds nothing in the Dockerfile", () => {
  expect(faultsIn(dockerfile)).toEqual([]);
});

test("the linter is awake: it refuses an unknown word, a relative folder and two commands", () => {
  const wrong = dockerfile
    .replace("EXPOSE 8000", "EXPOSED 8000")
    .replaceAll("WORKDIR /opt/ramz", "WORKDIR ramz")
    .concat('CMD ["serve"]\n');
  const faults = faultsIn(wrong).join("\n");
  expect(faults).toContain("Unknown instruction: EXPOSED");
  expect(faults).toContain("WORKDIR paths should be absolute");
  expect(faults).toContain("There can only be one CMD");
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
