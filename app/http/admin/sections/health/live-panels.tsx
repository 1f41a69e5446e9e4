/** @jsxImportSource preact */
/** The parts of the health page that stay up to date: providers over all processes, and each process. */
import type { ProcessHealth, ProviderHealth } from "../../../../service/process-health.ts";
import { Badge, type Tone } from "../../../pages/parts.tsx";
import { filled, type Language, type Text, withDigitsOf } from "../../../../language/language.ts";
import { Time } from "../../page.tsx";
import { HEALTH } from "./texts.ts";

interface Shown {
  readonly language: Language;
}

export function LivePanels({
  processes,
  language,
  home,
}: Shown & { readonly processes: readonly ProcessHealth[]; readonly home: string }) {
  const byLabel = Map.groupBy(
    processes.flatMap(({ providers }) => providers),
    ({ label }) => label,
  );
  return (
    <>
      <section class="panel" aria-labelledby="providers-title">
        <h2 id="providers-title" class="panel-title">
          {HEALTH.providers[language]}
        </h2>
        <ul class="lines">
          {[...byLabel].map(([label, seen]) => (
            <ProviderLine
              key={label}
              language={language}
              label={label}
              seen={seen}
              processes={processes.length}
              home={home}
            />
          ))}
        </ul>
      </section>
      <h2>{HEALTH.processes[language]}</h2>
      <div class="processes">
        {processes.map((process, index) => (
          <ProcessPanel key={process.id} language={language} process={process} isOwn={index === 0} />
        ))}
      </div>
    </>
  );
}

/** The worst state of a provider over all processes, in how many it is so, and what can be done about it. */
function ProviderLine({
  language,
  label,
  seen,
  processes,
  home,
}: Shown & {
  readonly label: string;
  readonly seen: readonly ProviderHealth[];
  readonly processes: number;
  readonly home: string;
}) {
  const [worst] = seen.toSorted((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state));
  if (worst === undefined) return null;
  const alike = seen.filter(({ state }) => state === worst.state).length;
  const query = new URLSearchParams({ provider: label });
  const button = (act: "rest" | "wake") => (
    <a
      class="button"
      href={`${home}/${act}?${query}`}
      aria-label={filled(HEALTH[`${act}_of`][language], { provider: label }, language)}
    >
      {HEALTH[act][language]}
    </a>
  );
  return (
    <li>
      <span class="what">
        <bdi class="mono">{label}</bdi>
        <StateBadge language={language} health={worst} />
        {alike < processes && worst.state !== "able" && (
          <span class="small muted">
            {filled(HEALTH.here[language], { count: alike, all: processes }, language)}
          </span>
        )}
      </span>
      <span class="row">
        {worst.state !== "able" && button("wake")}
        {worst.state !== "resting" && button("rest")}
      </span>
    </li>
  );
}

const WORST: readonly ProviderHealth["state"][] = ["resting", "open", "probing", "able"];
const TONES: Readonly<Record<ProviderHealth["state"], Tone>> = {
  able: "good",
  probing: "warn",
  open: "bad",
  resting: "rest",
};

function StateBadge({ language, health }: Shown & { readonly health: ProviderHealth }) {
  const { state, until, cause } = health;
  const text: Text = state === "open" && cause === "account" ? HEALTH.open_account : HEALTH[state];
  const [before = "", after = ""] = text[language].split("{until}");
  return (
    <Badge tone={TONES[state]}>
      <span>
        {before}
        {until !== null && text[language].includes("{until}") && <Time at={until} language={language} />}
        {after}
      </span>
    </Badge>
  );
}

function ProcessPanel({
  language,
  process,
  isOwn,
}: Shown & { readonly process: ProcessHealth; readonly isOwn: boolean }) {
  const { id, host, pid, version, startedAt, at, store, awaitedReceipts, accounts } = process;
  const number = (count: number | string) => withDigitsOf(language, count);
  return (
    <section class="panel stack process" aria-labelledby={`process-${id}`}>
      <div class="row">
        <h3 id={`process-${id}`}>
          <bdi class="mono">
            {host}:{pid}
          </bdi>
        </h3>
        {isOwn && <Badge tone="live">{HEALTH.this_process[language]}</Badge>}
        <span class="small muted push">
          {filled(HEALTH.version[language], { version: number(version) }, language)}
        </span>
      </div>
      <dl class="process-facts">
        <dt>{HEALTH.store[language]}</dt>
        <dd>
          <Badge tone={store === "up" ? "good" : "bad"}>{HEALTH[store][language]}</Badge>
        </dd>
        <dt>{HEALTH.receipts[language]}</dt>
        <dd>{awaitedReceipts === null ? HEALTH.receipts_off[language] : number(awaitedReceipts)}</dd>
        <dt>{HEALTH.since[language]}</dt>
        <dd>
          <Time at={startedAt} language={language} />
        </dd>
        {!isOwn && (
          <>
            <dt>{HEALTH.seen[language]}</dt>
            <dd>
              <Time at={at} language={language} />
            </dd>
          </>
        )}
      </dl>
      <AccountTable accounts={accounts} id={`process-${id}`} language={language} />
    </section>
  );
}

function AccountTable({
  accounts,
  id,
  language,
}: Shown & { readonly accounts: ProcessHealth["accounts"]; readonly id: string }) {
  return (
    <div class="scroll" role="group" tabIndex={0} aria-labelledby={id}>
      <table>
        <thead>
          <tr>
            <th scope="col">{HEALTH.account[language]}</th>
            <th scope="col" class="amount">
              {HEALTH.under_way[language]}
            </th>
            <th scope="col" class="amount">
              {HEALTH.places[language]}
            </th>
            <th scope="col" class="amount">
              {HEALTH.waiting[language]}
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(({ account, inUse, places, waiting }) => (
            <tr key={account}>
              <th scope="row">
                <bdi class="mono">{account}</bdi>
              </th>
              <td class="amount">{withDigitsOf(language, inUse)}</td>
              <td class="amount">{withDigitsOf(language, places)}</td>
              <td class="amount">{withDigitsOf(language, waiting)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
