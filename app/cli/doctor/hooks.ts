/**
 * The doctor on hooks: sends each one a request that is proven with its own secret and has no code in it, so it is refused before it costs
 * anything. The Ramz that listens where these settings say is asked; without one, Ramz is asked in this process.
 */
import type { HookSettings } from "../../config/hook-settings.ts";
import type { Config } from "../../config/resolve.ts";
import { createApi } from "../../http/api.ts";
import { openProvidersOnly } from "../open-ramz.ts";
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
  const url = addressOf(config);
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

/** From this machine. */
function addressOf({ host, port }: Config): string {
  const everywhere = host === null || host === "0.0.0.0" || host === "::";
  const name = everywhere ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
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
      const { headers, body } = provenRequest(settings, secret.reveal(), Date.now());
      const status = await statusOf(ask, `/hooks/${app}/${settings.name}`, { method: "POST", headers, body });
      const which = settings.secrets.length === 1 ? "" : `, secret ${index + 1}`;
      return { about: "hooks", subject: `${app}/${settings.name}${which}`, ...findingOf(status, who) };
    }),
  );
  return Promise.all(asked);
}

/** Null when there was no answer in time. */
async function statusOf(ask: Ask, path: string, init: RequestInit): Promise<number | null> {
  try {
    const { status } = await ask(path, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return status;
  } catch {
    return null;
  }
}

const RESTART = "If it is Ramz, it runs with other settings: reload it with SIGHUP, or start it again.";

function findingOf(status: number | null, who: string): Pick<Row, "level" | "detail" | "remedy"> {
  if (status === 404) return { level: "problem", detail: `${who} does not have this hook.`, remedy: RESTART };
  if (status === 401)
    return {
      level: "problem",
      detail: `${who} does not believe a request that is proven with this secret.`,
      remedy: RESTART,
    };
  if (status === null || status >= 500)
    return {
      level: "problem",
      detail: `${who} ${status === null ? "gives no answer in time" : `answers ${status}`}.`,
      remedy: "See its log.",
    };
  return { level: "ok", detail: `${who} believes a request that is proven with this secret.` };
}
