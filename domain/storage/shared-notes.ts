/** Notes that several processes write under one name. The first that comes opens it. */
import type { Store } from "./store.ts";

/** A process that dies between its claim and the opening holds up the others no longer. */
const OPENING_MS = 5_000;

/**
 * Adds a note, which lives as long as its name. Resolves to whether it is there, from now or from before; it is not while another process
 * opens the name, so try again later. Throws StoreUnavailable.
 */
export async function addShared(
  { notes, once }: Pick<Store, "notes" | "once">,
  name: string,
  { word, text }: { readonly word: string; readonly text: string },
  lifetimeMs: number,
): Promise<boolean> {
  if ((await notes.add(name, word, text)) !== null) return true;
  const claim = await once.claim(`open\n${name}`, "", OPENING_MS);
  if (claim.kind === "claimed") await notes.expect(name, "", lifetimeMs);
  return (await notes.add(name, word, text)) !== null;
}
