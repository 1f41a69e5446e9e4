/** @jsxImportSource preact */
/** A form that sends, reads and checks by the API itself, and shows its answers. */
import { useState } from "preact/hooks";
import { filled, type Language } from "../../problems/language.ts";
import type { InboxPageData, ShownTestNumber } from "./page-data.ts";
import { BEHAVIOR_TEXTS, INBOX_TEXTS, type InboxText } from "./texts.ts";
import { type Api, type ApiAnswer, useApi, verificationIn } from "./use-api.ts";

interface TryPanelProps {
  readonly page: InboxPageData;
  readonly choose?: (to: string) => void;
}

export function TryPanel({ page, choose }: TryPanelProps) {
  const { language, exampleNumber, needsKey, testNumbers } = page;
  const say = (text: InboxText) => INBOX_TEXTS[text][language];
  const [to, setTo] = useState(exampleNumber);
  const [channel, setChannel] = useState("sms");
  const [key, setKey] = useState("");
  const [id, setId] = useState<string | null>(null);
  const api = useApi(language, key);

  async function send(): Promise<void> {
    const sent = verificationIn(
      await api.call("POST", "/v1/verifications", { to, channel, locale: language }),
    );
    if (sent === null) return;
    setId(sent.id);
    choose?.(sent.to);
  }

  return (
    <aside class="try" aria-label={say("try_title")}>
      <h2>{say("try_title")}</h2>
      <form class="stack" onSubmit={(event) => (event.preventDefault(), void send())}>
        <Field label={say("number")} value={to} set={setTo} />
        {needsKey && <Field label={say("key")} value={key} set={setKey} isSecret />}
        <label class="field">
          <span>{say("channel")}</span>
          <select value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
            <option value="sms">{say("sms")}</option>
            <option value="call">{say("call")}</option>
          </select>
        </label>
        <button type="submit" class="button main">
          {say("send")}
        </button>
      </form>
      <CheckForm id={id} api={api} language={language} />
      {api.answer && <AnswerView answer={api.answer} language={language} />}
      {testNumbers.length > 0 && <TestNumbers {...{ testNumbers, language }} pick={setTo} />}
    </aside>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly isSecret?: boolean;
}

/** For digits and keys, which are written from left to right. */
function Field({ label, value, set, isSecret = false }: FieldProps) {
  const facts = { class: "mono", dir: "ltr", required: true, autocomplete: "off" } as const;
  return (
    <label class="field grow">
      <span>{label}</span>
      {isSecret ? (
        <input {...facts} type="password" value={value} onInput={(event) => set(event.currentTarget.value)} />
      ) : (
        <input {...facts} type="text" value={value} onInput={(event) => set(event.currentTarget.value)} />
      )}
    </label>
  );
}

interface CheckFormProps {
  readonly id: string | null;
  readonly api: Api;
  readonly language: Language;
}

function CheckForm({ id, api, language }: CheckFormProps) {
  const say = (text: InboxText) => INBOX_TEXTS[text][language];
  const [code, setCode] = useState("");
  const path = `/v1/verifications/${id}`;
  return (
    <form
      class="row"
      onSubmit={(event) => (event.preventDefault(), void api.call("POST", `${path}/checks`, { code }))}
    >
      <Field label={say("code")} value={code} set={setCode} />
      <button type="submit" class="button" disabled={id === null}>
        {say("check")}
      </button>
      <button type="button" class="button" disabled={id === null} onClick={() => void api.call("GET", path)}>
        {say("read")}
      </button>
    </form>
  );
}

function AnswerView({ answer, language }: { readonly answer: ApiAnswer; readonly language: Language }) {
  return (
    <section class="answer" aria-label={INBOX_TEXTS.answer[language]} aria-live="polite">
      <p class="row small">
        <bdi class="mono call">{answer.call}</bdi>
        <span class={`badge push ${answer.status < 400 ? "good" : "bad"}`}>{answer.status}</span>
      </p>
      <pre class="mono small" dir="ltr" tabIndex={0}>
        {answer.body}
      </pre>
    </section>
  );
}

interface TestNumbersProps {
  readonly testNumbers: readonly ShownTestNumber[];
  readonly language: Language;
  readonly pick: (to: string) => void;
}

function TestNumbers({ testNumbers, language, pick }: TestNumbersProps) {
  return (
    <section class="stack">
      <h3>{INBOX_TEXTS.test_numbers[language]}</h3>
      <ul class="stack">
        {testNumbers.map(({ to, behavior, code }) => (
          <li key={to}>
            <button type="button" class="button test-number" onClick={() => pick(to)}>
              <span>{BEHAVIOR_TEXTS[behavior][language]}</span>
              <span class="muted small">
                <bdi class="mono">{to}</bdi>
                {code !== null && `, ${filled(INBOX_TEXTS.test_code[language], { code }, language)}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
