/**
 * Makes calls at once from a process whose limits the test has set, and prints each answer. Arguments: `--fill`, to leave two file
 * descriptors free before the calls, then the URLs.
 */
import { closeSync, openSync } from "node:fs";
import { createHost } from "../../../../adapters/providers/_kit/host.ts";
import { systemClock } from "../../../../adapters/system/clock.ts";

const urls = process.argv.slice(2).filter((argument) => argument !== "--fill");
if (process.argv.includes("--fill")) fillDescriptors(2);

const { exchange } = createHost({
  clock: systemClock,
  fetch: (url, init) => fetch(url, init),
  print: () => {},
  keep: () => {},
  codeLength: 6,
});
const deadline = systemClock.now() + 5_000;
const answers = await Promise.all(
  urls.map((url) => exchange({ url, method: "POST", body: "code=123456" }, deadline)),
);
console.log(
  JSON.stringify(answers.map((answer) => (answer.kind === "failed" ? answer.failure : answer.status))),
);
process.exit();

function fillDescriptors(free: number): void {
  const open: number[] = [];
  try {
    for (;;) open.push(openSync("/dev/null", "r"));
  } catch {
    for (const descriptor of open.slice(-free)) closeSync(descriptor);
  }
}
