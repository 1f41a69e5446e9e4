/** What the OpenAPI document says of the page for end users. */
import { page } from "./hosted-docs.ts";

export const describeWhy = {
  tags: ["Hosted page"],
  summary: "What happened to a code, for the person who waits for it",
  parameters: [
    {
      name: "token",
      in: "path" as const,
      required: true,
      description: "What the link is about, sealed.",
      schema: { type: "string" as const },
    },
    {
      name: "lang",
      in: "query" as const,
      required: false,
      description: "fa or en.",
      schema: { type: "string" as const },
    },
  ],
  responses: {
    "200": page("How the code stands, what happened, and what the person can do."),
    "404": page("The link is over, altered or made up."),
    "503": page("It does not work at the moment."),
  },
};
