/** `[apps.shop.hosted]`: a page of Ramz at `/verify` on which the app's users prove their number (decision 0039). */
import { type Static, Type } from "@sinclair/typebox";
import { closed } from "../setting.ts";

/** A picture within the page itself, so that it needs no request. */
const LOGO = /^data:image\/(png|svg\+xml|webp|jpeg);base64,[A-Za-z0-9+/]+=*$/;
const LOGO_MAX_CHARS = 12_000;
/** The address is a part of the page's own addresses. */
const RETURN_MAX_CHARS = 512;

const words = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }));

export const HostedSchema = Type.Object(
  {
    return_to: Type.Array(Type.String(), {
      default: [],
      description:
        "The addresses that a person may be sent back to, each in full. The page is there if one is.",
    }),
    name: words("The name of the product as people know it. The name of the app unless set."),
    name_fa: words("The same on the page in Persian."),
    intro: words("What is said above the form for the number."),
    intro_fa: words("The same on the page in Persian."),
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
        description:
          "A picture as a data: address, e.g. data:image/png;base64,… of at most 12000 characters.",
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
  { ...closed, default: {}, description: "Its page at /verify." },
);

export type WrittenHosted = Static<typeof HostedSchema>;

/** The hosted page of one app. */
export interface HostedSettings {
  /** By exact text. */
  readonly returnTo: readonly string[];
  readonly name: { readonly en: string; readonly fa: string };
  readonly intro: { readonly en: string; readonly fa: string } | null;
  /** `#rrggbb`. */
  readonly color: string | null;
  /** A `data:` address. */
  readonly logo: string | null;
  readonly purpose: string;
}

/** Null when the app has no page, because no return address is written. */
export function hostedSettingsOf(app: string, written: WrittenHosted): HostedSettings | null {
  const { return_to: returnTo, name = app, intro, color = null, logo = null, purpose = "default" } = written;
  if (returnTo.length === 0) return null;
  const { name_fa: nameFa = name, intro_fa: introFa = intro } = written;
  const introEn = intro ?? introFa;
  return {
    returnTo,
    name: { en: name, fa: nameFa },
    intro: introEn === undefined ? null : { en: introEn, fa: introFa ?? introEn },
    color,
    logo,
    purpose,
  };
}

/** Every problem of the page as written. `where` is its place in the file. */
export function problemsOfHosted(
  { return_to, logo, ...further }: WrittenHosted,
  where: string,
): readonly string[] {
  const isOn = return_to.length > 0;
  const isSet = logo !== undefined || Object.keys(further).length > 0;
  return [
    ...return_to
      .filter((address) => !isReturnAddress(address))
      .map(
        (address) =>
          `${where}.return_to: "${address}" is not an address to return to. Write one in full, like https://shop.example/after-otp, without a fragment. http is allowed for localhost only, and * is not allowed.`,
      ),
    ...(isSet && !isOn
      ? [
          `${where}.return_to: it is missing, so the app has no page. Write return_to = ["https://shop.example/after-otp"], or remove ${where}.`,
        ]
      : []),
    ...(logo === undefined || (LOGO.test(logo) && logo.length <= LOGO_MAX_CHARS)
      ? []
      : [
          `${where}.logo: this is not a small picture as a data: address. Write data:image/png;base64,… (or svg+xml, webp, jpeg) of at most ${LOGO_MAX_CHARS} characters; pictures are not loaded from elsewhere.`,
        ]),
  ];
}

function isReturnAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || text.length > RETURN_MAX_CHARS || /[\s*\\]/.test(text)) return false;
  if (text.includes("#") || url.username !== "" || url.password !== "") return false;
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isLocal);
}
