/** `[apps.shop.hosted]`: a page of Ramz at `/verify` on which the app's users prove their number (decision 0039), or `hosted = true`. */
import { type Static, Type } from "@sinclair/typebox";
import { type Logo, LOGO_RULE, readLogo } from "../logo.ts";
import { isOrigin, isOverTls, ORIGIN_RULE } from "../origins.ts";
import { closed } from "../setting.ts";

/** The address is a part of the page's own addresses. */
const RETURN_MAX_CHARS = 512;

const words = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }));
const link = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 512, description }));
const persian = "The same on the page in Persian.";

const HostedTable = Type.Object(
  {
    return_to: Type.Optional(
      Type.Array(Type.String(), {
        description: "The addresses that a person may be sent back to, each in full.",
      }),
    ),
    embed_origins: Type.Optional(
      Type.Array(Type.String(), {
        description:
          "The origins whose pages may show it in a dialog with embed.js, e.g. https://shop.example.",
      }),
    ),
    name: words("The name of the product as people know it. The name of the app unless set."),
    name_fa: words(persian),
    intro: words("What is said above the form for the number."),
    intro_fa: words(persian),
    button: words("The text of the button that sends the code."),
    button_fa: words(persian),
    footer: words("What is said below the form."),
    footer_fa: words(persian),
    help_url: link("Where the link to help leads: https or mailto."),
    help_url_fa: link(persian),
    privacy_url: link("Where the link to the privacy notice leads: https or mailto."),
    privacy_url_fa: link(persian),
    color: Type.Optional(
      Type.String({
        pattern: "^#[0-9a-fA-F]{6}$",
        write: "# and six hexadecimal digits, e.g. #0b6b62",
        description:
          "The colour of buttons and links. It is made darker or lighter where text would be hard to read.",
      }),
    ),
    logo: Type.Optional(
      Type.String({
        description: "A picture: the path of a file of at most 64 KiB, or a data: address.",
      }),
    ),
    purpose: Type.Optional(
      Type.String({
        pattern: "^[a-z0-9_-]{1,32}$",
        write: "1 to 32 lower-case letters, digits, _ and -",
        description: "The purpose of its verifications.",
      }),
    ),
  },
  closed,
);

export const HostedSchema = Type.Union([HostedTable, Type.Boolean()], {
  default: {},
  shortForm: true,
  write: "true, or a table with return_to",
  description: "Its page at /verify.",
});

export type WrittenHosted = Static<typeof HostedSchema>;
type WrittenTable = Static<typeof HostedTable>;

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly fa: string;
}

/** The hosted page of one app. */
export interface HostedSettings {
  /** By exact text. */
  readonly returnTo: readonly string[];
  /** Origins that may frame it, by exact text. */
  readonly embedOrigins: readonly string[];
  readonly name: Words;
  readonly intro: Words | null;
  readonly button: Words | null;
  readonly footer: Words | null;
  readonly helpUrl: Words | null;
  readonly privacyUrl: Words | null;
  /** `#rrggbb`. */
  readonly color: string | null;
  readonly logo: Logo | null;
  readonly purpose: string;
}

/** Null when the app has no page, because none is asked for, or nothing leads back from it. `cors` are the app's origins. */
export function hostedSettingsOf(
  app: string,
  hosted: WrittenHosted,
  cors: readonly string[] = [],
): HostedSettings | null {
  const written = tableOf(hosted, cors);
  const { return_to: returnTo = [], embed_origins: embedOrigins = [] } = written;
  if (returnTo.length === 0 && embedOrigins.length === 0) return null;
  const { name = app, name_fa: nameFa = name, color = null, purpose = "default", logo } = written;
  const read = logo === undefined ? null : readLogo(logo);
  return {
    returnTo,
    embedOrigins,
    name: { en: name, fa: nameFa },
    intro: bothOf(written.intro, written.intro_fa),
    button: bothOf(written.button, written.button_fa),
    footer: bothOf(written.footer, written.footer_fa),
    helpUrl: bothOf(written.help_url, written.help_url_fa),
    privacyUrl: bothOf(written.privacy_url, written.privacy_url_fa),
    color,
    logo: read?.kind === "logo" ? read.logo : null,
    purpose,
  };
}

/** `true` is the table with the origins of the app: people return to their front pages, and they may embed the page. */
function tableOf(hosted: WrittenHosted, cors: readonly string[]): WrittenTable {
  if (hosted === true) return { return_to: cors.map((origin) => `${origin}/`), embed_origins: [...cors] };
  return hosted === false ? {} : hosted;
}

/** A text in one language stands for the other, too. */
function bothOf(en: string | undefined, fa: string | undefined): Words | null {
  const [first = fa, second = en] = [en, fa];
  return first === undefined || second === undefined ? null : { en: first, fa: second };
}

/** Every problem of the page as written. `where` is its place in the file. */
export function problemsOfHosted(
  hosted: WrittenHosted,
  where: string,
  cors: readonly string[] = [],
): readonly string[] {
  if (typeof hosted === "boolean")
    return hosted && cors.length === 0
      ? [
          `${where}: true makes a page that leads back to the origins in cors, and cors is empty. Write cors = ["https://shop.example"], or the table with return_to.`,
        ]
      : [];
  const { return_to = [], embed_origins = [], logo, ...further } = hosted;
  const isOn = return_to.length > 0 || embed_origins.length > 0;
  const isSet = logo !== undefined || Object.keys(further).length > 0;
  const read = logo === undefined ? null : readLogo(logo);
  return [
    ...return_to
      .filter((address) => !isReturnAddress(address))
      .map(
        (address) =>
          `${where}.return_to: "${address}" is not an address to return to. Write one in full, like https://shop.example/after-otp, without a fragment. http is allowed for localhost only, and * is not allowed.`,
      ),
    ...embed_origins
      .filter((origin) => !isOrigin(origin))
      .map((origin) => `${where}.embed_origins: "${origin}" is not an origin. ${ORIGIN_RULE}`),
    ...(isSet && !isOn
      ? [
          `${where}.return_to: it is missing, so the app has no page. Write return_to = ["https://shop.example/after-otp"], or remove ${where}.`,
        ]
      : []),
    ...LINKS.flatMap((name) => {
      const address = further[name];
      return address === undefined || isLink(address)
        ? []
        : [
            `${where}.${name}: "${address}" is not an address for a link. Write one like https://shop.example/help, or mailto:help@shop.example.`,
          ];
    }),
    ...(read?.kind === "problem" ? [`${where}.logo: ${read.cause}. ${LOGO_RULE}`] : []),
  ];
}

const LINKS = ["help_url", "help_url_fa", "privacy_url", "privacy_url_fa"] as const;

function isLink(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && !/\s/.test(text) && (url.protocol === "mailto:" || isOverTls(url));
}

function isReturnAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || text.length > RETURN_MAX_CHARS || /[\s*\\]/.test(text)) return false;
  if (text.includes("#") || url.username !== "" || url.password !== "") return false;
  return isOverTls(url);
}
