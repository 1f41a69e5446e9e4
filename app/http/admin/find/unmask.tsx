/** @jsxImportSource preact */
/** Shows a number in full: an act, recorded before it is done, for the answer to this form alone. */
import { isMasked, maskRecipient, type Recipient } from "../../../../domain/recipient/recipient.ts";
import { FormToken } from "../page.tsx";
import type { AdminVisit } from "../visit.ts";
import { say } from "./texts.ts";

const REASON_MAX = 200;
/** A number or a code, also with spaces in it. */
const DIGITS = /\p{Nd}(?:[\s()+.-]*\p{Nd}){3,}/gu;

/** Records that the operator sees the number. `id` is the verification or delivery whose page it is. */
export async function recordUnmasking(
  { service, session, form }: AdminVisit,
  recipient: Recipient,
  id?: string,
): Promise<void> {
  const reason = (form.get("reason") ?? "").trim().slice(0, REASON_MAX).replace(DIGITS, "***");
  await service.audit.record(session.name, {
    kind: "unmasked",
    number: service.audit.numberOf(recipient),
    ...(id !== undefined && { id }),
    ...(reason !== "" && { reason }),
  });
}

interface NumberProps {
  readonly recipient: Recipient;
  readonly isShown: boolean;
}

export function Number({ recipient, isShown }: NumberProps) {
  return (
    <bdi class="mono number" dir="ltr">
      {isShown ? recipient : maskRecipient(recipient)}
    </bdi>
  );
}

interface UnmaskProps extends NumberProps {
  readonly visit: AdminVisit;
  /** Where the form is sent: the page itself. */
  readonly action: string;
}

export function Unmask({ visit, recipient, isShown, action }: UnmaskProps) {
  const { language } = visit;
  if (isMasked(recipient)) return <p class="small muted">{say("not_kept", language)}</p>;
  if (isShown)
    return (
      <p class="notice" role="status">
        {say("shown_now", language)}
      </p>
    );
  return (
    <details class="panel unmask">
      <summary>{say("show_number", language)}</summary>
      <form class="stack" method="post" action={action}>
        <FormToken visit={visit} />
        <p class="small muted">{say("show_hint", language)}</p>
        <label class="field">
          <span>{say("reason", language)}</span>
          <input name="reason" maxLength={REASON_MAX} autocomplete="off" />
        </label>
        <button type="submit" class="button">
          {say("show_number", language)}
        </button>
      </form>
    </details>
  );
}
