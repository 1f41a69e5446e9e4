/** `[admin]`: the console of operators at `/admin` (decision 0041). It is there only with keys and an origin. */
import { type Static, Type } from "@sinclair/typebox";
import { MINUTE_MS } from "../../../domain/time.ts";
import { closed, notes } from "../setting.ts";

const AdminKeySchema = Type.Object(
  {
    name: Type.String({
      pattern: "^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$",
      write: "1 to 64 letters, digits, spaces and . _ @ -",
      description: "Whose key it is. The audit trail names acts by it, so each person has a key.",
    }),
    hash: Type.String({
      pattern: "^sha256:[0-9a-f]{64}$",
      write: "sha256: and 64 hexadecimal digits",
      description: "The hash that ramz key new --admin prints, never the key itself.",
      // The key itself may have been pasted here by mistake.
      secret: true,
    }),
  },
  closed,
);

export const AdminSchema = Type.Object(
  {
    keys: Type.Array(AdminKeySchema, {
      default: [],
      description: "The keys of operators, as ramz key new --admin prints them.",
    }),
    origin: Type.Optional(
      Type.String(
        notes(
          "RAMZ_ADMIN_ORIGIN",
          "Where operators reach the console, e.g. https://ramz.example.com. It is served under this name alone.",
        ),
      ),
    ),
    session_minutes: Type.Integer({
      minimum: 5,
      maximum: 1440,
      default: 480,
      ...notes("RAMZ_ADMIN_SESSION_MINUTES", "Minutes after which an operator has to sign in again."),
    }),
    idle_minutes: Type.Integer({
      minimum: 1,
      maximum: 1440,
      default: 30,
      ...notes("RAMZ_ADMIN_IDLE_MINUTES", "Minutes without a request after which an operator is signed out."),
    }),
    trace_url: Type.Optional(
      Type.String(
        notes(
          "RAMZ_ADMIN_TRACE_URL",
          "The address of a trace in your tracing system, with {trace_id} in it, e.g. https://jaeger.example.com/trace/{trace_id}.",
        ),
      ),
    ),
  },
  { ...closed, default: {} },
);

export type WrittenAdmin = Static<typeof AdminSchema>;

export interface AdminKey {
  readonly name: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash: string;
}

export interface AdminSettings {
  readonly keys: readonly AdminKey[];
  /** As browsers send it. */
  readonly origin: string;
  readonly sessionMs: number;
  readonly idleMs: number;
  /** With `{trace_id}` in it. */
  readonly traceUrl: string | null;
}

/** Null when there is no console, because it has no key. `appKeys` are the hashes of apps' keys. */
export function adminSettingsOf(
  written: WrittenAdmin,
  appKeys: readonly string[],
  problems: string[],
): AdminSettings | null {
  const { keys, origin, session_minutes, idle_minutes, trace_url } = written;
  if (keys.length === 0) return null;
  problems.push(...problemsOf(written, appKeys));
  return {
    keys,
    origin: origin ?? "",
    sessionMs: session_minutes * MINUTE_MS,
    idleMs: idle_minutes * MINUTE_MS,
    traceUrl: trace_url ?? null,
  };
}

/** Warnings about a console that is off. */
export function adminWarnings({ keys, origin }: WrittenAdmin): readonly string[] {
  return origin === undefined || keys.length > 0
    ? []
    : [
        "admin.keys: the console has an origin and no key, so it is off. Make a key with: ramz key new --admin <name>",
      ];
}

function problemsOf(
  { keys, origin, session_minutes, idle_minutes, trace_url }: WrittenAdmin,
  appKeys: readonly string[],
): readonly string[] {
  return [
    ...(origin === undefined
      ? [
          "RAMZ_ADMIN_ORIGIN: there are keys of operators, but no address for their console. Set it to the origin at which they reach it, e.g. https://ramz.example.com.",
        ]
      : originProblems(origin)),
    ...twice(keys.map(({ name }) => name)).map(
      (name) =>
        `admin.keys: "${name}" is listed twice. The audit trail names people by their key, so give each key a name of its own.`,
    ),
    ...twice(keys.map(({ hash }) => hash)).map(
      (hash) =>
        `admin.keys: the key ${hash.slice(0, 15)}… is listed twice. Make one for each person with: ramz key new --admin <name>`,
    ),
    ...keys
      .filter(({ hash }) => appKeys.includes(hash))
      .map(
        ({ name }) =>
          `admin.keys: the key of "${name}" is also the key of an app. Make another with: ramz key new --admin ${JSON.stringify(name)}`,
      ),
    ...(idle_minutes > session_minutes
      ? [
          `RAMZ_ADMIN_IDLE_MINUTES: ${idle_minutes} is more than RAMZ_ADMIN_SESSION_MINUTES (${session_minutes}), so it has no effect. Set it to less.`,
        ]
      : []),
    ...(trace_url === undefined || isTraceUrl(trace_url)
      ? []
      : [
          `RAMZ_ADMIN_TRACE_URL: "${trace_url}" is not the address of a trace. Write one with {trace_id} in it, e.g. https://jaeger.example.com/trace/{trace_id}.`,
        ]),
  ];
}

function originProblems(origin: string): readonly string[] {
  const url = URL.parse(origin);
  const isLocal = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (
    url !== null &&
    url.origin === origin &&
    (url.protocol === "https:" || (url.protocol === "http:" && isLocal))
  )
    return [];
  return [
    `RAMZ_ADMIN_ORIGIN: "${origin}" is not an origin. Write https:// and the host name as browsers show it, without a path or a slash at the end, e.g. https://ramz.example.com. http is accepted for this machine, with its port.`,
  ];
}

function isTraceUrl(text: string): boolean {
  const url = URL.parse(text.replace("{trace_id}", "0"));
  return text.includes("{trace_id}") && url !== null && /^https?:$/.test(url.protocol);
}

function twice(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
