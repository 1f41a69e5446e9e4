/** What is wrong with a hook as it was written. */
import { presetOf } from "./hook-settings.ts";
import { HOOK_PRESETS, type HookPreset, type WrittenHook } from "./tables/hooks.ts";

/** Log-in servers that sign their requests in a way of their own. */
const SIGNING: readonly HookPreset[] = ["supabase", "authgear", "zitadel"];
/** Log-in servers whose requests have one form, so that there is nothing to configure about it. */
const FIXED: readonly HookPreset[] = [...SIGNING, "okta"];
const OF_THE_FORM = ["to", "code", "text", "ip", "body", "code_pattern"] as const;

const SECRET_MIN_LENGTH = 16;
const SUPABASE_SECRET = /^v1,whsec_[A-Za-z0-9+/=]{32,88}$/;
const HOOK_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/** Every problem of a hook as written. `where` is its place in the file, e.g. `apps.shop.hooks.supabase`. */
export function problemsOfHook(name: string, written: WrittenHook, where: string): readonly string[] {
  const preset = presetOf(name, written);
  const problem = (what: string) => `${where}${what}`;
  return [
    ...(HOOK_NAME.test(name)
      ? []
      : [
          problem(
            ": this is not a name for a hook, which is a part of its address. Use 1 to 32 lower-case letters, digits, _ and -, starting with a letter or digit.",
          ),
        ]),
    ...(preset === "generic" ? missingFields(written).map(problem) : []),
    ...(SIGNING.includes(preset) && written.auth !== undefined
      ? [problem(`.auth: ${preset} signs its requests in its own way. Remove auth.`)]
      : []),
    ...(FIXED.includes(preset)
      ? OF_THE_FORM.filter((field) => written[field] !== undefined).map((field) =>
          problem(`.${field}: the requests of ${preset} have one form, which is known. Remove ${field}.`),
        )
      : []),
    ...(written.secrets.length === 0
      ? [problem(`.secrets: none is configured. ${secretRemedy(preset)}`)]
      : []),
    ...written.secrets.flatMap((secret, index) => secretProblems(secret, index, preset)).map(problem),
    ...(new Set(written.secrets).size < written.secrets.length
      ? [problem(".secrets: the same secret is listed twice. List each once.")]
      : []),
  ];
}

function missingFields({ to, code, text }: WrittenHook): readonly string[] {
  return [
    ...(to === undefined
      ? [
          `.to: it is missing. Write where the phone number is in the body, e.g. to = "phone", or preset = "${HOOK_PRESETS[0]}" or another preset.`,
        ]
      : []),
    ...(code === undefined && text === undefined
      ? [
          '.code: it is missing. Write where the code is in the body, e.g. code = "code", or where the text with it is, e.g. text = "message".',
        ]
      : []),
  ];
}

function secretProblems(secret: string, index: number, preset: HookPreset): readonly string[] {
  // A variable that is missing is a problem of its own.
  if (/\$\{\w+\}/.test(secret)) return [];
  const name = `.secrets: secret ${index + 1}`;
  if (preset === "supabase" && !SUPABASE_SECRET.test(secret))
    return [`${name} is not a secret of a Supabase hook. ${secretRemedy(preset)}`];
  if (secret.length >= SECRET_MIN_LENGTH) return [];
  return [
    `${name} has ${secret.length} characters; ${SECRET_MIN_LENGTH} or more are required. ${secretRemedy(preset)}`,
  ];
}

function secretRemedy(preset: HookPreset): string {
  if (preset === "supabase")
    return 'Write the same as there: "v1,whsec_" and 32 to 88 characters of base64, made with: echo "v1,whsec_$(openssl rand -base64 32)"';
  if (preset === "zitadel") return "Write the signing key that Zitadel answered when the provider was made.";
  return "Make one with: openssl rand -hex 32";
}
