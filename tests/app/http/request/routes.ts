/** The routes that the program really has, console mode included. */
import { type Route, startInProcess } from "../in-process.ts";

export async function realRoutes(): Promise<readonly Route[]> {
  await using ramz = await startInProcess();
  return ramz.routes;
}
