/** The routes that the program really has, console mode and other vendors' APIs included. */
import type { Env } from "../../../support/process.ts";
import { type Route, startInProcess } from "../in-process.ts";

/** What is off by default is switched on. */
export const EVERY_SURFACE: Env = {
  RAMZ_COMPAT_PRELUDE: "true",
  RAMZ_COMPAT_TWILIO: "true",
  RAMZ_PUBLIC_URL: "https://otp.example",
};

/** Hooks are among them only if `env` names a configuration that has one. */
export async function realRoutes(env: Env = {}): Promise<readonly Route[]> {
  await using ramz = await startInProcess({ ...EVERY_SURFACE, ...env });
  return ramz.routes;
}
