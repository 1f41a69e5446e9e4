/** What the OpenAPI document says of hooks. */
import { Type } from "@sinclair/typebox";
import { headers } from "./header-docs.ts";
import { json } from "./route-docs.ts";

export const describeHook = {
  operationId: "receiveHook",
  tags: ["Hooks"],
  security: [],
  summary: "Take a code from a log-in server",
  description:
    "The log-in server made the code and checks it; Ramz carries it. The request, its signature and the answers are those of the log-in server that the hook is configured for, so they differ from hook to hook. Off (404) unless [apps.<app>.hooks.<name>] is configured. A repeated body gets the first answer, and sends no second message.",
  responses: {
    "200": json(
      "The message is on its way, or its chain goes on; in the log-in server's own words.",
      Type.Any(),
    ),
    "401": {
      description: "The signature or secret is missing or wrong. Nothing was changed or counted.",
      headers: headers("ContentLanguage"),
    },
    "404": { description: "There is no such app or hook.", headers: headers("ContentLanguage") },
  },
};
