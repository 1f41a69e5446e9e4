/** The logo of an app, on the pages that its end users see. */
import type { Logo } from "../../config/logo.ts";
import type { Assets } from "./assets.ts";

/** A picture of the settings as it is, or where the file of one is served; null without a logo. */
export function logoAddress(assets: Assets, logo: Logo | null): string | null {
  if (logo === null) return null;
  return logo.kind === "inline" ? logo.address : assets.picture(logo);
}
