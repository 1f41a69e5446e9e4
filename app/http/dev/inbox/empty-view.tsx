/** @jsxImportSource preact */
/** What stands in place of a conversation: how to send a first code. */
import { BackLink } from "./conversation-view.tsx";
import type { InboxPageData } from "./page-data.ts";
import { type InboxViewProps, say } from "./view.ts";

type EmptyProps = Pick<InboxViewProps, "page" | "chosen" | "actions">;

export function EmptyView(props: EmptyProps) {
  const { language } = props.page;
  const { to } = props.chosen;
  if (to === null) return <FirstCode {...props} />;
  return (
    <div class="empty">
      <BackLink language={language} actions={props.actions} />
      {/* The marks keep a number from left to right in a sentence of any direction. */}
      <h2>{say("no_message_to", language, { to: `\u2066${to}\u2069` })}</h2>
      <p>{say("no_message_hint", language)}</p>
    </div>
  );
}

function FirstCode({ page, chosen, actions }: EmptyProps) {
  const { language } = page;
  const command = commandOf(page);
  return (
    <div class="empty">
      <h2>{say("empty", language)}</h2>
      <p>{say("empty_hint", language)}</p>
      <p class="small">{say("try_line", language)}</p>
      <pre class="command mono small" dir="ltr" tabIndex={0}>
        {command}
      </pre>
      <button type="button" class="button copy" onClick={() => actions?.copy(command)}>
        {say(chosen.copied === command ? "copied" : "copy_line", language)}
      </button>
    </div>
  );
}

function commandOf({ origin, needsKey, exampleNumber }: InboxPageData): string {
  return [
    `curl ${origin}/v1/verifications`,
    ...(needsKey ? ["-H 'authorization: Bearer <key>'"] : []),
    "-H 'content-type: application/json'",
    `-d '{"to": "${exampleNumber}"}'`,
  ].join(" \\\n  ");
}
