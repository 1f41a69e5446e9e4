/** The routes that the program really has, console mode included. */
import { createApi } from "../../../../app/http/api.ts";
import { compose } from "../../../../app/composition/compose.ts";
import { loadConfig } from "../../../../app/config/load.ts";

export interface Route {
  readonly method: string;
  readonly path: string;
}

export async function realRoutes(): Promise<readonly Route[]> {
  const env = { RAMZ_STORE: "sqlite::memory:", RAMZ_PROVIDERS: "console" };
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const composed = await compose(loaded.config, env);
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  const routes = createApi(composed.ramz).routes.map(({ method, path }) => ({ method, path }));
  await composed.ramz.close();
  return routes;
}
