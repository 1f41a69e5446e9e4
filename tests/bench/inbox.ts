/**
 * The development inbox under load: whether an open page stays responsive while 200 messages a second come, and what 50 open pages cost
 * the starts beside them.
 */
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { CHROMIUM, programPath } from "../support/programs.ts";
import { runArrivals } from "./arrivals.ts";
import { below, type Finding } from "./findings.ts";
import { median, medianRatio, printTable } from "./numbers.ts";
import { starts } from "./requests.ts";
import { type Server, startServer } from "./server.ts";

export async function measureInbox(folder: string): Promise<readonly Finding[]> {
  return [...(await besideOpenPages(folder)), ...(await whileMessagesCome(folder))];
}

const PAGES = 50;
const STARTS_PER_SECOND = 100;
const SECONDS = 4;
const ROUNDS = 5;
const START_TARGET_MS = 20;
/** Pages that were just opened have got what is there. */
const SETTLED_MS = 1_000;

async function besideOpenPages(folder: string): Promise<readonly Finding[]> {
  console.log(
    `\n== Inbox: ${STARTS_PER_SECOND} starts a second with ${PAGES} pages open and with none, ${ROUNDS} rounds of ${SECONDS} s, medians`,
  );
  const server = await startServer({
    kind: "ramz",
    store: `sqlite:${join(folder, "inbox.db")}`,
    inbox: true,
  });
  const none: number[] = [];
  const open: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const alone = await p99Of(server, STARTS_PER_SECOND, SECONDS);
      const close = await openPages(server);
      const beside = await p99Of(server, STARTS_PER_SECOND, SECONDS);
      close();
      if (round === 0) continue;
      none.push(alone);
      open.push(beside);
    }
  } finally {
    await server.stop();
  }
  printTable(
    ["start, p99 in ms", "median", "each round"],
    [
      ["no page open", median(none).toFixed(2), inWords(none)],
      [`${PAGES} pages open`, median(open).toFixed(2), inWords(open)],
    ],
  );
  console.log(`${PAGES} pages open / none: ${medianRatio(open, none).toFixed(2)} times`);
  if (median(none) > START_TARGET_MS)
    console.log("Starts with no page open were late: this machine is too busy for a judgement.");
  const what = `Inbox: p99 of a start with ${PAGES} pages open, at ${STARTS_PER_SECOND} starts a second (${median(none).toFixed(1)} ms with none)`;
  return [below(START_TARGET_MS, what, median(open), "ms")];
}

const inWords = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(" ");

async function p99Of({ port }: Server, perSecond: number, seconds: number): Promise<number> {
  return (await runArrivals({ port, status: 201, perSecond, seconds, next: starts(() => true) })).p99Ms;
}

/** Connections that follow the inbox and throw away what they hear: the client must not be what is measured. */
async function openPages({ port }: Server): Promise<() => void> {
  const request = "GET /dev/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const sockets = await Promise.all(
    Array.from({ length: PAGES }, () =>
      Bun.connect({
        hostname: "127.0.0.1",
        port,
        socket: { open: (socket) => void socket.write(request), data: () => {} },
      }),
    ),
  );
  await Bun.sleep(SETTLED_MS);
  return () => sockets.forEach((socket) => socket.end());
}

const MESSAGES_PER_SECOND = 200;
const PART_SECONDS = 10;
const PARTS = 3;
const CLICK_EVERY_MS = 250;
const INPUT_TARGET_MS = 100;
/** Of the memory after the first part. The store's own cache fills meanwhile. */
const MEMORY_TARGET = 1.25;

async function whileMessagesCome(folder: string): Promise<readonly Finding[]> {
  console.log(
    `\n== Inbox: one page open in Chromium, ${MESSAGES_PER_SECOND} messages a second for ${PARTS * PART_SECONDS} s`,
  );
  const server = await startServer({ kind: "ramz", store: `sqlite:${join(folder, "page.db")}`, inbox: true });
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: programPath(CHROMIUM), args });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.port}/dev/inbox?lang=en`);
    await page.evaluate(OBSERVE);
    const clicking = clickUntil(page, Date.now() + PARTS * PART_SECONDS * 1_000);
    const rssBytes: number[] = [];
    for (let part = 0; part < PARTS; part++) {
      await p99Of(server, MESSAGES_PER_SECOND, PART_SECONDS);
      rssBytes.push((await server.usage()).rssBytes);
    }
    const clicks = await clicking;
    return [...responsiveness(await page.evaluate<readonly Input[]>("seen"), clicks), memory(rssBytes)];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** A click as the browser saw it (Event Timing, W3C): how long it waited, and how long until the page showed what it did. */
interface Input {
  readonly delayMs: number;
  readonly paintMs: number;
}

/** Inputs that are painted within 16 ms are not reported. */
const OBSERVE = `
  globalThis.seen = [];
  new PerformanceObserver((list) => {
    for (const { name, startTime, processingStart, duration } of list.getEntries())
      if (name === "pointerdown" || name === "click")
        seen.push({ delayMs: processingStart - startTime, paintMs: duration });
  }).observe({ type: "event", durationThreshold: 16 });
`;

/** Clicks on one number after the other, as a person in a hurry. Returns how often. */
async function clickUntil(page: Page, endsAt: number): Promise<number> {
  let clicks = 0;
  while (Date.now() < endsAt) {
    await page.mouse.click(120, 150 + 58 * (clicks % 8));
    clicks += 1;
    await Bun.sleep(CLICK_EVERY_MS);
  }
  return clicks;
}

function responsiveness(inputs: readonly Input[], clicks: number): readonly Finding[] {
  if (clicks === 0) throw new Error("nothing was clicked");
  const worst = (of: (input: Input) => number) => Math.max(0, ...inputs.map(of));
  const slowest = inputs.map(({ paintMs }) => paintMs).toSorted((a, b) => b - a);
  // A click is two inputs: the pointer goes down, and the click.
  const paintMs = slowest[Math.floor(clicks * 2 * 0.02)] ?? 16;
  console.log(`${clicks} clicks, ${inputs.length} inputs slower than 16 ms`);
  console.log(`From a click to what it shows, 98th percentile: ${paintMs.toFixed(0)} ms`);
  const what = "Inbox: longest input delay of the page";
  return [
    below(
      INPUT_TARGET_MS,
      what,
      worst(({ delayMs }) => delayMs),
      "ms",
    ),
  ];
}

function memory(rssBytes: readonly number[]): Finding {
  console.log(`RSS of the server: ${rssBytes.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`).join(", ")}`);
  const [first = Number.NaN] = rssBytes;
  return below(
    MEMORY_TARGET,
    `Inbox: memory of the server after ${PARTS * PART_SECONDS} s / after ${PART_SECONDS} s`,
    (rssBytes.at(-1) ?? Number.NaN) / first,
    "times",
  );
}
