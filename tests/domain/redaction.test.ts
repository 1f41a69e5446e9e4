/** Secrets are taken out of text, in every form in which they come. */
import { describe, expect, test } from "bun:test";
import { createRedactor } from "../../domain/redaction.ts";

const SECRET = 'p"ss w/rd';

describe("a secret on the list", () => {
  test.each([
    ["as it is", SECRET],
    ["in a URL", encodeURIComponent(SECRET)],
    ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
  ])("%s is replaced everywhere", (_, form) => {
    const { redact, add } = createRedactor();
    add(SECRET);
    expect(redact(`${form}, and again ${form}`)).toBe("***, and again ***");
  });

  test("that is part of another one leaves nothing of the longer one", () => {
    const { redact, add } = createRedactor();
    add("key", "key-of-shop");
    expect(redact("key-of-shop and key")).toBe("*** and ***");
  });

  test("that is empty replaces nothing", () => {
    const { redact, add } = createRedactor();
    add("");
    expect(redact("text")).toBe("text");
  });
});
