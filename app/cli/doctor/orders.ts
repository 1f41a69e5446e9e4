/** The doctor on what operators ordered: a provider that rests is no fault, and easily forgotten. */
import { existsSync } from "node:fs";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { Config } from "../../config/resolve.ts";
import { openUntraced } from "../open-ramz.ts";
import { storeFile } from "../store-name.ts";
import type { Row } from "./rows.ts";

/** A row for each provider that rests. Nothing without a console, or while the store cannot be read: other rows say so. */
export async function examineOrders(config: Config): Promise<readonly Row[]> {
  const file = storeFile(config.store);
  if (config.admin === null || (file !== null && !existsSync(file))) return [];
  const opened = await openUntraced(config);
  if (opened.kind === "problems") return [];
  const { ramz } = opened;
  try {
    await ramz.operations?.obey();
    const rests = [...(ramz.operations?.orders().rests ?? [])].filter(([, until]) => until > ramz.now());
    return rests.map(([provider, until]) => ({
      about: "operators",
      level: "warning",
      subject: provider,
      detail: `An operator rests it until ${new Date(until).toISOString()}.`,
      remedy: "Wake it on the page Health of the console, or wait. ramz audit shows who did it.",
    }));
  } catch (error) {
    if (error instanceof StoreUnavailable) return [];
    throw error;
  } finally {
    await ramz.close();
  }
}
