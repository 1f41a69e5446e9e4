/** What callers do all day, each step with the one answer it must have. */
import { freshNumber, JSON_TYPE, type Reply, verificationIn, wordOf, wrong } from "../support/http.ts";
import type { Subject } from "./subject-process.ts";

const CLIENTS = 40;
/** Between a client's requests: a soak is long, not hard. */
const PAUSE_MS = 2;
const RESEND_WAIT_MS = 1_050;

/** Sends mixed traffic until `giveUpAt`, by the monotonic clock; how many requests it were. Throws on a wrong answer. */
export async function traffic(subject: Subject, giveUpAt: number): Promise<number> {
  let requests = 0;
  const step: Step = async (asked, expected) => {
    const reply = await asked;
    requests += 1;
    if (wordOf(reply) !== expected)
      throw new Error(`expected ${expected}, got ${wordOf(reply)}: ${reply.text}`);
    await Bun.sleep(PAUSE_MS);
    return reply;
  };
  const client = async (_: unknown, index: number) => {
    for (let turn = index; performance.now() < giveUpAt; turn++)
      await (STORIES[turn % STORIES.length] ?? approved)(subject, step);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return requests;
}

type Step = (asked: Promise<Reply>, expected: string) => Promise<Reply>;
type Story = (subject: Subject, step: Step) => Promise<void>;

const START = "/v1/verifications";

async function begun({ api, takeCode }: Subject, step: Step) {
  const to = freshNumber();
  const { id } = verificationIn(await step(api.post(START, { to }), "201"));
  return { to, path: `${START}/${id}`, code: await takeCode(to) };
}

const approved: Story = async (subject, step) => {
  const { api } = subject;
  const { to, path, code } = await begun(subject, step);
  await step(api.post(`${path}/checks`, { code: wrong(code) }), "422 code_incorrect");
  await step(api.get(path), "200");
  await step(api.post("/v1/checks", { to, code }), "200");
  await step(api.post(`${path}/checks`, { code }), "409 already_approved");
};

const exhausted: Story = async (subject, step) => {
  const { path, code } = await begun(subject, step);
  for (let at = 1; at <= 5; at++)
    await step(subject.api.post(`${path}/checks`, { code: wrong(code, at) }), "422 code_incorrect");
  await step(subject.api.post(`${path}/checks`, { code }), "429 checks_exhausted");
};

const cancelled: Story = async (subject, step) => {
  const { api } = subject;
  const { to, path } = await begun(subject, step);
  await step(api.post(START, { to }), "429 cooldown");
  await step(api.del(path), "200");
  await step(api.get(path), "200");
};

/** The wait is as short here as it can be set. */
const resent: Story = async (subject, step) => {
  const { api } = subject;
  const { to, path, code } = await begun(subject, step);
  await Bun.sleep(RESEND_WAIT_MS);
  await step(api.post(START, { to }), "200");
  expectSame(await subject.takeCode(to), code);
  await step(api.post(`${path}/checks`, { code }), "200");
};

function expectSame(second: string, first: string): void {
  if (second !== first) throw new Error("a resend must carry the code of the first message");
}

const mistaken: Story = async ({ api }, step) => {
  await step(api.post(START, { to: "12" }), "422 recipient_invalid");
  await step(api.request(START, { method: "POST", headers: JSON_TYPE, body: "{" }), "400 malformed_json");
  await step(api.get(`${START}/ver_nothing`), "404 not_found");
};

const STORIES: readonly Story[] = [approved, cancelled, exhausted, mistaken, resent];
