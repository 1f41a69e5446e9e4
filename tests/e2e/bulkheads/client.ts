/** Many starts at once, in a process of its own: `bun client.ts <options as JSON>` prints what each was answered. */
interface Options {
  readonly url: string;
  readonly key?: string;
  /** Each is sent once. */
  readonly numbers: readonly string[];
  /** Time between two starts; 0 sends all at once. */
  readonly everyMs: number;
}

export interface Answer {
  readonly to: string;
  readonly status: number;
  readonly ms: number;
  readonly retryAfter: string | null;
  readonly body: {
    readonly attempts?: readonly Attempt[];
    readonly verification?: { readonly attempts: readonly Attempt[] };
  };
}

export interface Attempt {
  readonly outcome: string;
  readonly reason?: string;
}

async function start({ url, key }: Options, to: string): Promise<Answer> {
  const headers = { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) };
  const from = performance.now();
  const reply = await fetch(url, { method: "POST", headers, body: JSON.stringify({ to }) });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test compares what it reads
  const body = (await reply.json()) as Answer["body"];
  const retryAfter = reply.headers.get("retry-after");
  return { to, status: reply.status, ms: performance.now() - from, retryAfter, body };
}

if (import.meta.main) {
  const options: Options = JSON.parse(process.argv[2] ?? "");
  const answers = options.numbers.map(async (to, index) => {
    if (options.everyMs > 0) await Bun.sleep(index * options.everyMs);
    return start(options, to);
  });
  console.log(JSON.stringify(await Promise.all(answers)));
}
