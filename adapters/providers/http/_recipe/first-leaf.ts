/** Finds a value in an answer, with the path by which a recipe names it. */

export interface FirstLeaf {
  /** As in a recipe, e.g. `data.items.0.id`. */
  readonly path: string;
  readonly text: string;
}

/** The first text, number or boolean whose name fits, in the order of the answer. */
export function firstLeaf(value: unknown, fits: (name: string) => boolean, path = ""): FirstLeaf | null {
  if (typeof value !== "object" || value === null) {
    const isLeaf = ["string", "number", "boolean"].includes(typeof value) && value !== "";
    return isLeaf && path !== "" && fits(path.split(".").at(-1) ?? "") ? { path, text: String(value) } : null;
  }
  for (const [key, inner] of Object.entries(value)) {
    const found = firstLeaf(inner, fits, path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** `id`, `messageId`, `request_id` and the like; not `valid`. */
export function looksLikeId(name: string): boolean {
  return /^(?:id|sid|uuid)$|[_-](?:id|uuid)$|[a-z](?:Id|ID)$/.test(name);
}
