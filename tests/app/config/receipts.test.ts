/** Settings of receipts. */
import { expect, test } from "bun:test";
import { loadConfig } from "../../../app/config/load.ts";

function settingsWith(env: Readonly<Record<string, string>>) {
  const { config, problems } = loadConfig({ RAMZ_STORE: "sqlite::memory:", ...env });
  return { receipts: config.receipts, apps: config.apps, problems };
}

test("receipts, feedback and moving on are off by default", () => {
  const { receipts, apps } = settingsWith({});
  expect(receipts).toEqual({ enabled: false, publicUrl: null, feedback: false });
  expect(apps.map(({ onUndelivered }) => onUndelivered)).toEqual(["off"]);
});

test.each([
  ["https://otp.example.com", "https://otp.example.com"],
  ["https://example.com/otp/", "https://example.com/otp"],
  ["http://localhost:8000", "http://localhost:8000"],
])("the public URL %s is taken", (RAMZ_PUBLIC_URL, expected) => {
  const { receipts, problems } = settingsWith({ RAMZ_PUBLIC_URL });
  expect([receipts.publicUrl, problems]).toEqual([expected, []]);
});

test.each([
  "otp.example.com",
  "http://otp.example.com",
  "https://user:word@otp.example.com",
  "https://otp.example.com/?a=1",
  "https://otp.example.com/#a",
  "ftp://otp.example.com",
])("the public URL %s is refused, with a remedy", (RAMZ_PUBLIC_URL) => {
  expect(settingsWith({ RAMZ_PUBLIC_URL }).problems).toEqual([
    expect.stringMatching(/^RAMZ_PUBLIC_URL: .* Write https:\/\//),
  ]);
  expect(settingsWith({ RAMZ_PUBLIC_URL }).problems.join()).not.toContain("word");
});
