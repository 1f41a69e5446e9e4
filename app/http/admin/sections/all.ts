/** The sections of the console, in the order of its navigation. */
import type { Section } from "../section.ts";
import { acts } from "./acts.tsx";
import { find } from "./find.tsx";

export const SECTIONS: readonly [Section, ...Section[]] = [find, acts];
