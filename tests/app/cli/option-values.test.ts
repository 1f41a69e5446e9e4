/** Values of options: text that is not valid is refused with a sentence that says what to write. */
import { expect, test } from "bun:test";
import { appName, scopes, seconds, whole } from "../../../app/cli/option-values.ts";

test("valid text is read", () => {
  expect(whole(1, 64)("64")).toBe(64);
  expect(seconds("1.5")).toBe(1.5);
  expect(appName("shop-2")).toBe("shop-2");
  expect(scopes("read, send")).toEqual(["send", "read"]);
});

test.each(["0", "1.5", "65", "four", "-1", "", "1e1"])("%p is not a whole number from 1 to 64", (text) => {
  expect(() => whole(1, 64)(text)).toThrow("Write a whole number from 1 to 64.");
});

test.each(["0", "601", "soon"])("%p is not a time-out", (text) => {
  expect(() => seconds(text)).toThrow("Write seconds from 1 to 600.");
});

test.each(["Shop", "-shop", "a.b", "a".repeat(33), ""])("%p is not the name of an app", (text) => {
  expect(() => appName(text)).toThrow("1 to 32 lower-case letters");
});

test.each(["root", "send,root", "send,send", ""])("%p is not a list of scopes", (text) => {
  expect(() => scopes(text)).toThrow("Write one or more of send,check,read,admin");
});
