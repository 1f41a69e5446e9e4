/** @jsxImportSource preact */
/** A form that sends, reads, checks and cancels by the API itself, and shows its answers. */
import { useState } from "preact/hooks";
import type { Language } from "../../../language/language.ts";
import type { InboxPageData, ShownTestNumber } from "./page-data.ts";
import { BEHAVIOR_TEXTS } from "./texts.ts";
import { type Api, type ApiAnswer, useApi, verificationIn } from "./use-api.ts";
import { say } from "./view.ts";

interface TryPanelProps {
  readonly page: InboxPageData;
  readonly choose?: (to: string) => void;
}

export function TryPanel({ page, choose }: TryPanelProps) {
  const { language, exampleNumber, needsKey, testNumbers } = page;
  const [to, setTo] = useState(exampleNumber);
  const [channel, setChannel] = useState("sms");
  const [key, setKey] = useState("");
  const [id, setId] = useState<string | null>(null);
  const api = useApi(language, key);

  async function send(number: string): Promise<void> {
    setTo(number);
    const body = { to: number, channel, locale: language };
    const sent = verificationIn(await api.call("POST", "/v1/verifications", body));
    if (sent === null) return;
    setId(sent.id);
    choose?.(sent.to);
  }

  return (
    <aside class="try" aria-label={say("try_title", language)}>
      <h2>{say("try_title", language)}</h2>
      <form class="stack" onSubmit={(event) => (event.preventDefault(), void send(to))}>
        <Field label={say("number", language)} value={to} set={setTo} />
        {needsKey && <Field label={say("key", language)} value={key} set={setKey} isSecret />}
        <label class="field">
          <span>{say("channel", language)}</span>
          <select value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
            <option value="sms">{say("sms", language)}</option>
            <option value="call">{say("call", language)}</option>
          </select>
        </label>
        <button type="submit" class="button main" aria-disabled={api.isBusy}>
          {say("send", language)}
        </button>
      </form>
      <CheckForm id={id} api={api} language={language} />
      {api.answer && <AnswerView answer={api.answer} language={language} />}
      {testNumbers.length > 0 && (
        <TestNumbers {...{ testNumbers, language }} send={(number) => void send(number)} />
      )}
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
  const [code, setCode] = useState("");
  const path = `/v1/verifications/${id}`;
  return (
    <form
      class="stack"
      onSubmit={(event) => (event.preventDefault(), void api.call("POST", `${path}/checks`, { code }))}
    >
      <Field label={say("code", language)} value={code} set={setCode} />
      <div class="row thirds">
        <button type="submit" class="button" disabled={id === null}>
          {say("check", language)}
        </button>
        <button
          type="button"
          class="button"
          disabled={id === null}
          onClick={() => void api.call("GET", path)}
        >
          {say("read", language)}
        </button>
        <button
          type="button"
          class="button"
          disabled={id === null}
          onClick={() => void api.call("DELETE", path)}
        >
          {say("cancel", language)}
        </button>
      </div>
    </form>
  );
}

function AnswerView({ answer, language }: { readonly answer: ApiAnswer; readonly language: Language }) {
  const { call, status, body } = answer;
  return (
    <section class="answer" aria-label={say("answer", language)} aria-live="polite">
      <p class="row small">
        <bdi class="mono call">{call}</bdi>
        <span class={`badge push ${status !== null && status < 400 ? "good" : "bad"}`}>
          {status ?? say("no_answer", language)}
        </span>
      </p>
      <pre class="mono small" dir="ltr" tabIndex={0}>
        {body}
      </pre>
    </section>
  );
}

interface TestNumbersProps {
  readonly testNumbers: readonly ShownTestNumber[];
  readonly language: Language;
  readonly send: (to: string) => void;
}

function TestNumbers({ testNumbers, language, send }: TestNumbersProps) {
  return (
    <section class="stack">
      <h3>{say("test_numbers", language)}</h3>
      <p class="muted small">{say("test_numbers_hint", language)}</p>
      <ul class="test-numbers">
        {testNumbers.map(({ to, behavior, code }) => (
          <li key={to}>
            <button type="button" class="button test-number" onClick={() => send(to)}>
              <span>{BEHAVIOR_TEXTS[behavior][language]}</span>
              <span class="row muted small">
                <bdi class="mono">{to}</bdi>
                {code !== null && (
                  <span>
                    {say("test_code", language)} <bdi class="mono">{code}</bdi>
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
