/** @jsxImportSource preact */
/** A whole page: its head, and the headers that keep other sites and foreign scripts out of it. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Language } from "../../language/language.ts";
import type { PageAssets } from "./assets.ts";

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly assets: PageAssets;
  readonly children: ComponentChildren;
  /** Given to the page's script, as JSON in an element with the id `data`. */
  readonly data?: unknown;
  /** Origins that answers to its forms may lead to. */
  readonly formTargets?: readonly string[];
  /** The only origin whose page may frame it; left out, none may. */
  readonly framedBy?: string;
}

/** No inline script or style, nothing from elsewhere, and no frame around it but of the page's own choice (CSP level 3). */
const policyOf = ({ formTargets = [], framedBy = "'none'" }: Pick<Page, "formTargets" | "framedBy">) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    // Chromium holds redirects after a form to it, too.
    ["form-action 'self'", ...formTargets].join(" "),
    "base-uri 'none'",
    `frame-ancestors ${framedBy}`,
  ].join("; ");

const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "cache-control": "no-store",
} as const;

export function pageReply(
  page: Page,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(`<!doctype html>${renderToString(<Document {...page} />)}`, {
    status,
    headers: {
      ...PAGE_HEADERS,
      "content-security-policy": policyOf(page),
      // It knows no list, so it would forbid what the policy permits.
      ...(page.framedBy === undefined && { "x-frame-options": "DENY" }),
      ...headers,
    },
  });
}

function Document({ language, title, assets, children, data }: Page) {
  return (
    <html lang={language} dir={language === "fa" ? "rtl" : "ltr"}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={assets.style} />
        {assets.script !== undefined && <script type="module" src={assets.script} />}
      </head>
      <body>
        <div id="page">{children}</div>
        {data !== undefined && (
          // The text of a script element ends at its end tag, so that no value may hold one.
          <script
            id="data"
            type="application/json"
            dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll("<", "\\u003c") }}
          />
        )}
      </body>
    </html>
  );
}

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0b6b62"/><path d="M8 16h4m4 0h8" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>',
)}`;
