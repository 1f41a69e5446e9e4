/** @jsxImportSource preact */
/** The inbox: numbers, the conversation with one of them, and a form to try the API. The same on the server and in the browser. */
import { Mark } from "../../pages/parts.tsx";
import { conversationsOf } from "../inbox-data.ts";
import { ConversationView } from "./conversation-view.tsx";
import { EmptyView } from "./empty-view.tsx";
import { NumberList } from "./number-list.tsx";
import { TryPanel } from "./try-panel.tsx";
import { addressOf, type InboxViewProps, say } from "./view.ts";

export function InboxView(props: InboxViewProps) {
  const { page, inbox, chosen, actions } = props;
  const { language } = page;
  const found = conversationsOf(inbox, chosen.search);
  // On a wide screen the newest conversation stands open by itself.
  const open = found.find(({ to }) => to === chosen.to) ?? (chosen.to === null ? found[0] : undefined);
  const newest = inbox.messages[0];
  return (
    <div class={`inbox ${chosen.to === null ? "" : "has-chosen"}`}>
      <Bar {...props} />
      <NumberList {...props} found={found} open={open} />
      <main class="conversation">
        <noscript>
          <p class="panel notice small">{say("without_script", language)}</p>
        </noscript>
        {open === undefined ? (
          <EmptyView {...props} />
        ) : (
          <ConversationView {...props} conversation={open} language={language} />
        )}
      </main>
      <TryPanel page={page} {...(actions && { choose: actions.choose })} />
      <p class="visually-hidden" aria-live="polite">
        {newest && say("new_message", language, { to: newest.to })}
      </p>
    </div>
  );
}

const CONNECTION_TONES = { connecting: "rest", live: "live", offline: "bad" } as const;

function Bar({ page: { language }, inbox, chosen, actions }: InboxViewProps) {
  const other = language === "fa" ? "en" : "fa";
  return (
    <header class="bar">
      <h1 class="mark-title">
        <Mark name={say("title", language)} />
      </h1>
      <p class="muted small">{say("subtitle", language)}</p>
      <span class="push row">
        <span class={`badge connection ${CONNECTION_TONES[chosen.connection]}`} role="status">
          {say(chosen.connection, language)}
        </span>
        <a class="button plain" href={addressOf(other, chosen.to)} lang={other}>
          {say("language", language)}
        </a>
        <button
          type="button"
          class="button clear"
          disabled={inbox.messages.length === 0}
          onClick={() => actions?.clear()}
        >
          {say("clear", language)}
        </button>
      </span>
    </header>
  );
}
