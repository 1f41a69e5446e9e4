import { expect, test } from "bun:test";
import { walk } from "./walk.ts";

/** Enough for a busy machine; the tutorial itself waits six seconds. */
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
