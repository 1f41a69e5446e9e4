import { expect, test } from "bun:test";
import { walk } from "./walk.ts";

/** Enough for a busy machine; the tutorial itself waits six seconds. */
const PATIENCE_MS = 60_000;

test.concurrent(
  "the README's example gives what the README says",
  async () => {
    const { replies } = await walk("README.md");
    expect(replies).toBeGreaterThanOrEqual(5);
  },
  PATIENCE_MS,
);

test.concurrent(
  "the tutorial's steps give what the tutorial says",
  async () => {
    const { replies } = await walk("docs/tutorials/first-verification.md");
    expect(replies).toBeGreaterThanOrEqual(10);
  },
  PATIENCE_MS,
);

test.concurrent(
  "the laptop story's steps, with one vendor and with two, give what the page says",
  async () => {
    const { replies } = await walk("docs/how-to/run-the-story-on-a-laptop.md");
    expect(replies).toBeGreaterThanOrEqual(9);
  },
  PATIENCE_MS,
);
