/** @jsxImportSource preact */
/** The messages to one number, the newest first. */
import type { Language } from "../../../language/language.ts";
import type { Conversation } from "../inbox-data.ts";
import { Bubble } from "./bubble.tsx";
import { addressOf, type InboxViewProps, say } from "./view.ts";

interface ConversationViewProps extends Omit<InboxViewProps, "page"> {
  readonly conversation: Conversation;
  readonly language: Language;
}

export function ConversationView({ conversation, inbox, language, ...rest }: ConversationViewProps) {
  return (
    <>
      <div class="conversation-head">
        <BackLink language={language} actions={rest.actions} />
        <h2>
          <bdi class="mono">{conversation.to}</bdi>
        </h2>
        <p class="muted small">{say("copy_key", language)}</p>
      </div>
      <ol class="bubbles">
        {conversation.messages.map((message) => (
          <li key={message.number}>
            <Bubble {...rest} language={language} message={message} state={inbox.states[message.id]} />
          </li>
        ))}
      </ol>
    </>
  );
}

interface BackLinkProps {
  readonly language: Language;
  readonly actions: InboxViewProps["actions"];
}

/** To the list of numbers, on a screen that has no room for both. */
export function BackLink({ language, actions }: BackLinkProps) {
  return (
    <a
      class="button plain back"
      href={addressOf(language, null)}
      onClick={(event) => {
        if (actions === undefined) return;
        event.preventDefault();
        actions.choose(null);
      }}
    >
      {say("back", language)}
    </a>
  );
}
