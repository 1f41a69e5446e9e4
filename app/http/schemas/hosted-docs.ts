/** What the OpenAPI document says of the hosted page. It answers with pages, to people. */
const HTML = { "text/html": { schema: { type: "string" as const } } };
/** A reply that is a page. */
export const page = (description: string) => ({ description, content: HTML });
const tags = ["Hosted page"];
const form = (required: readonly string[], optional: readonly string[] = []) => ({
  required: true,
  content: {
    "application/x-www-form-urlencoded": {
      schema: {
        type: "object" as const,
        properties: Object.fromEntries(
          [...required, ...optional].map((name) => [name, { type: "string" as const }]),
        ),
        required: [...required],
      },
    },
  },
});
const query = (name: string, description: string, required = true) => ({
  name,
  in: "query" as const,
  required,
  description,
  schema: { type: "string" as const },
});

const REFUSED = {
  "400": page("The return address is not on the app's list, or the page is too old."),
  "404": page("There is no such app, or it has no page."),
};
const SENT_FROM = {
  ...REFUSED,
  "403": page("Another site sent the form, or the browser has to solve a challenge first."),
  "409": page("Try again in a moment."),
  "422": page("What is wrong with what was entered."),
  "429": page("Too soon or too often."),
  "503": page("It does not work at the moment."),
};

export const describeHosted = {
  number: {
    operationId: "showNumberPage",
    tags,
    security: [],
    summary: "The page for the number",
    parameters: [
      query("app", "The app."),
      query("return_to", "One of its return addresses, by exact text; left out with embed.", false),
      query(
        "embed",
        "One of its embed_origins, whose page frames this one and gets the proof by a message.",
        false,
      ),
      query("state", "The app's own, given back as it came; at most 512 characters.", false),
      query("lang", "fa or en.", false),
    ],
    responses: { "200": page("The form for the number."), ...REFUSED },
  },
  send: {
    operationId: "sendFromPage",
    tags,
    security: [],
    summary: "Send a code from the page",
    requestBody: form(
      [],
      ["app", "return_to", "embed", "state", "lang", "to", "ticket", "channel", "challenge_response"],
    ),
    responses: { "303": { description: "On to the form for the code." }, ...SENT_FROM },
  },
  code: {
    operationId: "showCodePage",
    tags,
    security: [],
    summary: "The page for the code",
    parameters: [query("ticket", "What the visit is about, sealed.")],
    responses: { "200": page("The form for the code."), ...REFUSED },
  },
  check: {
    operationId: "checkFromPage",
    tags,
    security: [],
    summary: "Check a code from the page",
    requestBody: form(["ticket", "code"], ["lang"]),
    responses: {
      "200": page("In a frame: the number is approved, and the page hands the proof over."),
      "303": { description: "Back to the app, with `proof` and `state` in the query." },
      ...SENT_FROM,
      "410": page("The code is over."),
    },
  },
  embed: {
    tags,
    summary: "The script that shows the page in a dialog",
    responses: {
      "200": {
        description: "One file, kept for five minutes.",
        content: { "text/javascript": { schema: { type: "string" as const } } },
      },
      "304": { description: "It has not changed (`If-None-Match`)." },
    },
  },
};
