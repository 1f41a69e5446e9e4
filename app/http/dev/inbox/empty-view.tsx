/** @jsxImportSource preact */
/** What stands in place of a conversation: how to send a first code. */
import { BackLink } from "./conversation-view.tsx";
import type { InboxPageData } from "./page-data.ts";
import { type InboxViewProps, say } from "./view.ts";

export function EmptyView({ page, chosen, actions }: Pick<InboxViewProps, "page" | "chosen" | "actions">) {
  const { language } = page;
  const command = commandOf(page);
  return (
    <div class="empty">
      {chosen.to === null ? (
        <h2>{say("empty", language)}</h2>
      ) : (
        <>
          <BackLink language={language} actions={actions} />
          <h2 dir="auto">{say("no_message_to", language, { to: `\u2066${chosen.to}\u2069` })}</h2>
        </>
      )}
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
