/** `[receipts]`: whether Ramz hears what becomes of messages at vendors, and where vendors reach it. */
import { type Static, Type } from "@sinclair/typebox";
import { closed, notes } from "../setting.ts";

export const ReceiptsSchema = Type.Object(
  {
    enabled: Type.Boolean({
      default: false,
      ...notes(
        "RAMZ_RECEIPTS",
        "Whether vendors are asked, and may report, what became of messages: true or false. Only for providers with receipts.",
      ),
    }),
    public_url: Type.Optional(
      Type.String({
        ...notes(
          "RAMZ_PUBLIC_URL",
          "The address at which vendors and end users reach this Ramz, e.g. https://otp.example.com; also the beginning of url in replies to Twilio's clients, and of links to what happened to a code. Without it vendors are asked only, unless their panel names the address.",
        ),
      }),
    ),
    feedback: Type.Boolean({
      default: false,
      ...notes(
        "RAMZ_FEEDBACK",
        "Whether vendors that have a use for it learn that a code was approved or canceled: true or false.",
      ),
    }),
  },
  { ...closed, default: {} },
);

export interface ReceiptSettings {
  readonly enabled: boolean;
  /** Without a slash at its end; null when it is not set. */
  readonly publicUrl: string | null;
  readonly feedback: boolean;
}

export function receiptSettingsOf(
  { enabled, public_url: written, feedback }: Static<typeof ReceiptsSchema>,
  problems: string[],
): ReceiptSettings {
  if (written !== undefined && !isPublicUrl(written))
    problems.push(
      `RAMZ_PUBLIC_URL: ${shown(written)} is not the address of a server. Write https://, the host name and, if there is one, the path. http is accepted for this machine.`,
    );
  return { enabled, publicUrl: written?.replace(/\/+$/, "") ?? null, feedback };
}

/** A user name and a password stay out of sight. */
function shown(written: string): string {
  return JSON.stringify(written.replace(/\/\/[^/]*@/, "//***@"));
}

function isPublicUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "") return false;
  if (url.search !== "" || url.hash !== "" || text.includes("?")) return false;
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isLocal);
}
