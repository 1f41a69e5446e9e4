/** The systemd units: read by systemd itself, and as closed as a compiler at run time allows. */
import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { programPath, SYSTEMD_ANALYZE } from "../support/programs.ts";
import { runProgram } from "../support/run-program.ts";
import { pathOf, textOf } from "./files.ts";

const FOLDER = "app/deploy/systemd";
const UNITS = [`${FOLDER}/ramz.service`, `${FOLDER}/ramz@.service`];
const TIME_OUT_MS = 30_000;
const EXPOSURE_MAX = 1.5;

/** systemd looks for the program that a unit starts, so the copy names one that is here. */
function verified(unit: string, text: string) {
  const folder = mkdtempSync(join(tmpdir(), "ramz-systemd-"));
  try {
    const file = join(folder, basename(unit));
    writeFileSync(file, text.replaceAll("/usr/local/bin/bun", process.execPath));
    const environment = `SYSTEMD_UNIT_PATH=${folder}:`;
    return runProgram(["env", environment, programPath(SYSTEMD_ANALYZE), "verify", "--man=no", file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function exposureOf(file: string): number {
  const { printed } = runProgram([
    programPath(SYSTEMD_ANALYZE),
    "security",
    "--offline=true",
    "--no-pager",
    file,
  ]);
  const level = /exposure level for [^:]+: ([\d.]+)/.exec(printed)?.[1];
  if (level === undefined) throw new Error(printed);
  return Number(level);
}

describe.each(UNITS)("%s", (unit) => {
  test(
    "is read by systemd without a warning",
    () => {
      expect(verified(unit, textOf(unit))).toEqual({ code: 0, printed: "" });
    },
    TIME_OUT_MS,
  );

  test(
    `has an exposure of at most ${EXPOSURE_MAX} of 10`,
    () => {
      expect(exposureOf(pathOf(unit))).toBeLessThanOrEqual(EXPOSURE_MAX);
    },
    TIME_OUT_MS,
  );

  test("starts Bun itself, examines the settings before, and reads them again on a reload", () => {
    expect(textOf(unit).match(/^Exec.*$/gm)).toEqual([
      "ExecStartPre=/usr/local/bin/bun app/main.ts config",
      "ExecStart=/usr/local/bin/bun app/main.ts serve",
      "ExecReload=/bin/kill -HUP $MAINPID",
    ]);
  });
});

test(
  "systemd is awake: it names a word that it does not know",
  () => {
    const wrong = textOf(`${FOLDER}/ramz.service`).replace("ProtectHome=", "ProtectHomes=");
    expect(verified("ramz.service", wrong).printed).toContain("ProtectHomes");
  },
  TIME_OUT_MS,
);

function linesOf(unit: string): readonly string[] {
  return textOf(unit)
    .split("\n")
    .filter((line) => !/^#|^Description=|^Environment=PORT=%i$/.test(line));
}

test("the two units differ in the port alone", () => {
  expect(linesOf(`${FOLDER}/ramz@.service`)).toEqual(linesOf(`${FOLDER}/ramz.service`));
});
