/** `/metrics` of several workers is one: it counts what all of them did, also those that are gone. */
import { expect, test } from "bun:test";
import { eventually } from "../../support/http.ts";
import { type Crew, startCrew } from "./crew.ts";

const WORKERS = 3;
const STARTS = 30;

/** The value of one series of `/metrics`, found by what its name and labels begin with; null if it is not there. */
function valueOf(text: string, series: string): number | null {
  const line = text.split("\n").find((one) => one.startsWith(series));
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(" ") + 1));
}

/** Each on a connection of its own, so that the kernel spreads them over the workers. */
async function scrape({ api }: Crew): Promise<string> {
  const reply = await fetch(`${api.url}/metrics`, { headers: { connection: "close" }, keepalive: false });
  expect(reply.status).toBe(200);
  return reply.text();
}

const started = (text: string) => valueOf(text, 'otp_verifications_total{event="started"');
const calls = (text: string) => valueOf(text, "otp_delivery_attempt_duration_seconds_count{");

/** The value in every one of several scrapes, which several workers answer. */
async function inEveryScrape(crew: Crew, read: (text: string) => number | null) {
  const texts = await Promise.all(Array.from({ length: 2 * WORKERS }, () => scrape(crew)));
  return [...new Set(texts.map(read))];
}

test("each scrape counts what all workers did, and what those did that have stopped or died", async () => {
  await using crew = await startCrew({}, { workers: WORKERS });
  const pids = await crew.seen(WORKERS);
  const before = started(await scrape(crew)) ?? 0;
  await Promise.all(Array.from({ length: STARTS }, () => crew.started()));
  const all = before + STARTS;
  expect(await inEveryScrape(crew, started)).toEqual([all]);
  expect(await inEveryScrape(crew, calls)).toEqual([all]);

  const text = await scrape(crew);
  expect(text.match(/^otp_breaker_open\{.*worker="\d"/gm)).toHaveLength(WORKERS);
  expect(text.match(/^# TYPE otp_verifications_total/gm)).toHaveLength(1);
  expect(text.match(/^target_info\{/gm)).toHaveLength(1);
  expect(text).not.toContain("service_instance_id");

  const [stopped, killed] = pids;
  for (const [pid, signal] of [
    [stopped, "SIGTERM"],
    [killed, "SIGKILL"],
  ] as const) {
    if (pid === undefined) throw new Error("no such worker");
    const served = crew.printed().split(" serves").length;
    process.kill(pid, signal);
    await eventually(
      () => crew.printed().split(" serves").length,
      (count) => count > served,
      15_000,
    );
    expect(await inEveryScrape(crew, started)).toEqual([all]);
  }
  await Promise.all(Array.from({ length: STARTS }, () => crew.started()));
  expect(await inEveryScrape(crew, started)).toEqual([all + STARTS]);
}, 60_000);
