/** @jsxImportSource preact */
/** The inbox: numbers, the conversation with one of them, and a form to try the API. The same on the server and in the browser. */
import { Mark } from "../../pages/parts.tsx";
import { type Conversation, conversationsOf } from "../inbox-data.ts";
import { ConversationView } from "./conversation-view.tsx";
import type { InboxPageData } from "./page-data.ts";
import { INBOX_TEXTS, type InboxText } from "./texts.ts";
import { TryPanel } from "./try-panel.tsx";
import { clock, type InboxViewProps } from "./view.ts";

export function InboxView({ page, inbox, now, chosen, actions }: InboxViewProps) {
  const { language } = page;
  const say = (text: InboxText) => INBOX_TEXTS[text][language];
  const found = conversationsOf(inbox, chosen.search);
  // On a wide screen the newest conversation stands open by itself.
  const open = found.find(({ to }) => to === chosen.to) ?? (chosen.to === null ? found[0] : undefined);
  return (
    <div class={`inbox ${chosen.to === null ? "" : "has-chosen"}`}>
      <Bar {...{ page, inbox, chosen }} {...(actions && { actions })} />
      <nav class="numbers" aria-label={say("conversations")}>
        <label class="field">
          <span class="visually-hidden">{say("search")}</span>
          <input
            type="search"
            placeholder={say("search")}
            value={chosen.search}
            onInput={(event) => actions?.search(event.currentTarget.value)}
          />
        </label>
        <ul>
          {found.map((one) => (
            <li key={one.to}>
              <NumberLink
                {...one}
                isOpen={one.to === open?.to}
                language={language}
                choose={actions?.choose}
              />
            </li>
          ))}
        </ul>
        {found.length === 0 && chosen.search !== "" && <p class="muted small">{say("nothing_found")}</p>}
      </nav>
      <main class="conversation" aria-live="polite">
        {open === undefined ? (
          <div class="empty">
            <h2>{say("empty")}</h2>
            <p>{say("empty_hint")}</p>
          </div>
        ) : (
          <ConversationView
            conversation={open}
            {...{ inbox, now, language, chosen }}
            {...(actions && { actions })}
          />
        )}
      </main>
      <TryPanel page={page} {...(actions && { choose: actions.choose })} />
    </div>
  );
}

function Bar({ page: { language }, inbox, chosen, actions }: Omit<InboxViewProps, "now">) {
  const say = (text: InboxText) => INBOX_TEXTS[text][language];
  return (
    <header class="bar">
      <h1 class="mark-title">
        <Mark name={say("title")} />
      </h1>
      <p class="muted small">{say("subtitle")}</p>
      <span class="push row">
        <span class={`badge ${chosen.isConnected ? "live" : "bad"}`} role="status">
          {chosen.isConnected ? say("live") : say("offline")}
        </span>
        <a
          class="button plain"
          href={`?lang=${language === "fa" ? "en" : "fa"}`}
          lang={language === "fa" ? "en" : "fa"}
        >
          {say("language")}
        </a>
        <button
          type="button"
          class="button"
          disabled={inbox.messages.length === 0}
          onClick={() => actions?.clear()}
        >
          {say("clear")}
        </button>
      </span>
    </header>
  );
}

function NumberLink({
  to,
  messages,
  isOpen,
  language,
  choose,
}: Conversation & {
  readonly isOpen: boolean;
  readonly language: InboxPageData["language"];
  readonly choose: ((to: string) => void) | undefined;
}) {
  const [newest] = messages;
  return (
    <button
      type="button"
      class="number"
      aria-current={isOpen ? "true" : undefined}
      onClick={() => choose?.(to)}
    >
      <bdi class="mono">{to}</bdi>
      <bdi class="mono code-small">{newest?.code}</bdi>
      <span class="muted small">{newest && clock(newest.sentAt, language)}</span>
      <span class="badge rest">{messages.length.toLocaleString(language === "fa" ? "fa-IR" : "en")}</span>
    </button>
  );
}
