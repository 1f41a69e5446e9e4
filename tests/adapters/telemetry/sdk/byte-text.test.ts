/** Text as bytes: what goes in comes out, however much it is. */
import { expect, test } from "bun:test";
import { ByteText, bytesOf } from "../../../../adapters/telemetry/sdk/byte-buffer.ts";

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("pieces come out in order, and the next text is another one", () => {
  const text = new ByteText();
  text.add(bytesOf("رمز "));
  text.addAscii("of ");
  text.addDigits(42, 6);
  const first = text.take();
  text.addAscii("something else, longer than the first");
  expect(textOf(first)).toBe("رمز of 000042");
  expect(textOf(text.take())).toBe("something else, longer than the first");
  expect(text.take()).toHaveLength(0);
});

test("numbers have as many digits as are asked for", () => {
  const text = new ByteText();
  for (const [value, count] of [
    [0, 1],
    [7, 3],
    [999_999_999, 9],
    [2_147_483_647, 10],
    [17_953.85409, 5],
  ] as const) {
    text.addDigits(value, count);
    text.addAscii(" ");
  }
  expect(textOf(text.take())).toBe("0 007 999999999 2147483647 17953 ");
});

test("it grows with what is put into it", () => {
  const text = new ByteText();
  const piece = "0123456789".repeat(30_000);
  for (let count = 0; count < 5; count++) text.addAscii(piece);
  text.add(bytesOf(piece));
  text.addDigits(1, 2);
  expect(textOf(text.take())).toBe(`${piece.repeat(6)}01`);
});
