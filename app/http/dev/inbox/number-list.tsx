/** @jsxImportSource preact */
/** The numbers that got messages, with the newest code of each. */
import { withDigitsOf } from "../../../language/language.ts";
import type { Conversation } from "../inbox-data.ts";
import { StatusBadge } from "../../pages/parts.tsx";
import { statusOf } from "./status.tsx";
import { addressOf, ago, type InboxViewProps, say } from "./view.ts";

/** Under load a list of all would only flicker, and take long to draw. The search finds the others. */
const LISTED_MAX = 50;

interface NumberListProps extends InboxViewProps {
  readonly found: readonly Conversation[];
  readonly open: Conversation | undefined;
}

export function NumberList({ page: { language }, found, open, chosen, actions, ...rest }: NumberListProps) {
  return (
    <nav class="numbers" aria-label={say("conversations", language)}>
      <label class="field search">
        <span class="visually-hidden">{say("search", language)}</span>
        <input
          type="search"
          placeholder={say("search", language)}
          value={chosen.search}
          onInput={(event) => actions?.search(event.currentTarget.value)}
        />
      </label>
      <ul>
        {found.slice(0, LISTED_MAX).map((one) => (
          <li key={one.to}>
            <NumberLink
              {...one}
              {...rest}
              isOpen={one.to === open?.to}
              language={language}
              choose={actions?.choose}
            />
          </li>
        ))}
      </ul>
      {found.length > LISTED_MAX && (
        <p class="muted small">{say("more", language, { count: found.length - LISTED_MAX })}</p>
      )}
      {found.length === 0 && chosen.search !== "" && (
        <p class="muted small">{say("nothing_found", language)}</p>
      )}
    </nav>
  );
}

interface NumberLinkProps extends Conversation, Pick<InboxViewProps, "inbox" | "now"> {
  readonly isOpen: boolean;
  readonly language: InboxViewProps["page"]["language"];
  readonly choose: ((to: string) => void) | undefined;
}

function NumberLink({ to, messages, isOpen, inbox, now, language, choose }: NumberLinkProps) {
  const [newest] = messages;
  if (newest === undefined) return null;
  return (
    <a
      class="number"
      href={addressOf(language, to)}
      aria-current={isOpen ? "true" : undefined}
      onClick={(event) => {
        if (choose === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        choose(to);
      }}
    >
      <span class="number-line">
        <bdi class="mono">{to}</bdi>
        <bdi class="mono code-small">{newest.code}</bdi>
      </span>
      <span class="number-line">
        <span class="muted small">
          {ago(newest.sentAt, now, language)}
          {messages.length > 1 && ` (${withDigitsOf(language, messages.length)})`}
        </span>
        <StatusBadge status={statusOf(newest, inbox.states[newest.id], now)} language={language} />
      </span>
    </a>
  );
}
