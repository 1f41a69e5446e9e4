/**
 * The doctor on hooks: sends each one a request that has no code in it, so it is refused before it costs anything. First it is proven with
 * a false secret, then with the hook's own: what believes both, or takes the second, is not Ramz. The Ramz that listens where these settings
 * say is asked; without one, Ramz is asked in this process.
 */
import { randomBytes } from "node:crypto";
import type { HookSettings } from "../../config/hook-settings.ts";
import type { Config } from "../../config/resolve.ts";
import { createApi } from "../../http/api.ts";
import { valueAt } from "../../http/hooks/body-fields.ts";
import { openProvidersOnly } from "../open-ramz.ts";
import { ownAddress } from "../own-address.ts";
import { provenRequest } from "./hook-request.ts";
import type { Row } from "./rows.ts";

const ANSWER_WITHIN_MS = 2_000;

type Ask = (path: string, init: RequestInit) => Promise<Response>;

/** A row for each secret of each hook; none without hooks. */
export async function examineHooks(config: Config): Promise<readonly Row[]> {
  const hooks = config.apps.flatMap(({ name, hooks: own }) =>
    own.map((settings) => ({ app: name, settings })),
  );
  if (hooks.length === 0) return [];
  const url = ownAddress(config);
  const running = await isListening(url);
  if (running) return rowsOf(hooks, `What listens at ${url}`, (path, init) => fetch(url + path, init));
  const opened = await openProvidersOnly(config);
  // The examination of providers says why.
  if (opened.kind === "problems") return [];
  const { ramz } = opened;
  const api = createApi(ramz);
  try {
    const asked: Ask = async (path, init) => api.handle(new Request(`http://localhost${path}`, init));
    return await rowsOf(hooks, `Ramz (none listens at ${url}, so it was asked in this process)`, asked);
  } finally {
    await ramz.close();
  }
}

async function isListening(url: string): Promise<boolean> {
  try {
    await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
}

interface NamedHook {
  readonly app: string;
  readonly settings: HookSettings;
}

async function rowsOf(hooks: readonly NamedHook[], who: string, ask: Ask): Promise<readonly Row[]> {
  const asked = hooks.flatMap(({ app, settings }) =>
    settings.secrets.map(async (secret, index): Promise<Row> => {
      const post = (key: string) =>
        answerOf(settings, ask(`/hooks/${app}/${settings.name}`, requestOf(settings, key)));
      const which = settings.secrets.length === 1 ? "" : `, secret ${index + 1}`;
      const finding = await findingOf(post, secret.reveal(), who);
      return { about: "hooks", subject: `${app}/${settings.name}${which}`, ...finding };
    }),
  );
  return Promise.all(asked);
}

/** Null when there was none in time. */
type Answer = { readonly status: number; readonly isRefusal: boolean } | null;

async function answerOf({ preset }: HookSettings, asked: Promise<Response>): Promise<Answer> {
  try {
    const response = await asked;
    const refuses = preset === "supabase" ? await hasError(response) : false;
    return {
      status: response.status,
      isRefusal: refuses || (response.status >= 400 && response.status < 500),
    };
  } catch {
    return null;
  }
}

function requestOf(settings: HookSettings, key: string): RequestInit {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  return { method: "POST", ...provenRequest(settings, key, Date.now()), redirect: "manual", signal };
}

/** Supabase is refused with 200 and an error in the body. */
async function hasError(response: Response): Promise<boolean> {
  const body: unknown = await response.json().catch(() => null);
  return response.status === 200 && valueAt(body, ["error"]) !== undefined;
}

type Finding = Pick<Row, "level" | "detail" | "remedy">;

const RESTART = "If it is Ramz, it runs with other settings: reload it with SIGHUP, or start it again.";
const OTHER_PROGRAM = "Set HOST and PORT to where Ramz listens, or stop the other program.";

/** The secret is sent only where a false one was refused. */
async function findingOf(
  post: (key: string) => Promise<Answer>,
  secret: string,
  who: string,
): Promise<Finding> {
  const unproven = await post(randomBytes(32).toString("hex"));
  const failed = failureOf(unproven, who);
  if (failed !== null) return failed;
  if (unproven?.status !== 401)
    return {
      level: "problem",
      detail: `${who} is not Ramz: it answers ${unproven?.status} to a request with a false proof, and Ramz answers 401.`,
      remedy: OTHER_PROGRAM,
    };
  const proven = await post(secret);
  if (proven?.status === 401)
    return {
      level: "problem",
      detail: `${who} does not believe a request that is proven with this secret.`,
      remedy: RESTART,
    };
  const failedLater = failureOf(proven, who);
  if (failedLater !== null) return failedLater;
  if (proven?.isRefusal !== true)
    return {
      level: "problem",
      detail: `${who} takes a request without a code (${proven?.status}), which Ramz refuses.`,
      remedy: OTHER_PROGRAM,
    };
  return { level: "ok", detail: `${who} believes a request that is proven with this secret.` };
}

/** What is found if the hook was not reached; null if it was. */
function failureOf(answer: Answer, who: string): Finding | null {
  if (answer?.status === 404)
    return { level: "problem", detail: `${who} does not have this hook.`, remedy: RESTART };
  if (answer !== null && answer.status < 500) return null;
  const what = answer === null ? "gives no answer in time" : `answers ${answer.status}`;
  return { level: "problem", detail: `${who} ${what}.`, remedy: "See its log." };
}
