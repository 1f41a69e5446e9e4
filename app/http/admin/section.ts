/** A section of the console: an entry of its navigation, with its pages. A new one is a file in sections/ and a line in all.ts. */
import type { Text } from "../../language/language.ts";
import type { AdminVisit, SectionFiles } from "./visit.ts";

export interface Section {
  /** Its pages begin with `/admin/<name>`. */
  readonly name: string;
  /** In the navigation. */
  readonly title: Text;
  readonly pages: readonly SectionPage[];
  readonly files?: SectionFiles;
}

export interface SectionPage {
  /** A GET changes nothing. A POST is served only with the token of its form (`FormToken`), from a page of the console itself. */
  readonly method: "get" | "post";
  /** Below the section, e.g. the empty text for its first page, or `/:id`, whose parts come as `visit.params`. */
  readonly path: string;
  /** `consolePage` makes the answer. A ProblemError that it throws becomes a page. */
  readonly serve: (visit: AdminVisit) => Promise<Response>;
}
