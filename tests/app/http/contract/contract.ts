/** The OpenAPI document as a contract: every reply that is seen is held against it, and what is promised and never seen is named. */
import Ajv, { type ValidateFunction } from "ajv/dist/2020";
import { type Api, apiAt } from "../../../support/http.ts";
import { documentedAt, operationsOf } from "../ops/documented.ts";

/** Headers that say something of a reply. Others are of the transport, of caches or of browsers. */
const TELLING = [
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  "location",
  "idempotency-replayed",
  "www-authenticate",
  "content-language",
  "ramz-proof",
  "ramz-ignored",
  "x-should-retry",
];

export interface Contract {
  /** A client whose replies are held against the document. */
  watched(url: string): Api;
  /** What is documented and was never seen: `startVerification 429 cooldown`, `startVerification 429 header Retry-After`. */
  unseen(): readonly string[];
  /** What was seen and is not as documented. */
  faults(): readonly string[];
}

interface Documented {
  readonly id: string;
  readonly method: string;
  /** Matches the paths of the operation. */
  readonly path: RegExp;
  /** By status. */
  readonly replies: ReadonlyMap<string, DocumentedReply>;
}

interface DocumentedReply {
  /** What checks a body, by content type; compiled when first asked for. Null for what is not JSON. */
  readonly contents: ReadonlyMap<string, (() => ValidateFunction) | null>;
  readonly headers: readonly string[];
  /** The codes of a problem; empty for other replies. */
  readonly codes: readonly string[];
}

export function contractOf(document: unknown): Contract {
  const operations = operationsFrom(document);
  const promised = new Set(operations.flatMap(promisesOf));
  const seen = new Set<string>();
  const faults = new Set<string>();

  const hold = async (response: Response, method: string, path: string): Promise<void> => {
    const operation = operations.find((one) => one.method === method && one.path.test(path));
    if (operation === undefined) return;
    const status = `${operation.id} ${response.status}`;
    const reply = operation.replies.get(String(response.status));
    if (reply === undefined) return void faults.add(`${status} is not documented`);
    const body = await response.text();
    for (const fault of faultsOf(reply, response, body)) faults.add(`${status} ${fault}`);
    const code = reply.codes.length > 0 ? ` ${JSON.parse(body).code}` : "";
    seen.add(status + code);
    for (const name of TELLING) {
      if (!response.headers.has(name)) continue;
      seen.add(`${status} header ${name}`);
      if (!reply.headers.includes(name))
        faults.add(`${status} has the header ${name}, which is not documented`);
    }
  };

  return {
    watched: (url) =>
      apiAt(url, {}, async (address, init) => {
        const response = await fetch(address, init);
        await hold(response.clone(), init.method ?? "GET", new URL(address).pathname);
        return response;
      }),
    unseen: () => [...promised].filter((promise) => !seen.has(promise)),
    faults: () => [...faults],
  };
}

function promisesOf({ id, replies }: Documented): readonly string[] {
  return [...replies].flatMap(([status, { codes, headers }]) => {
    const of = `${id} ${status}`;
    return [
      ...(codes.length > 0 ? codes.map((code) => `${of} ${code}`) : [of]),
      ...headers.map((name) => `${of} header ${name}`),
    ];
  });
}

function faultsOf({ contents }: DocumentedReply, response: Response, body: string): readonly string[] {
  const type = response.headers.get("content-type")?.split(";")[0];
  if (type === undefined) return contents.size === 0 ? [] : ["has no body"];
  const check = contents.get(type);
  if (check === undefined)
    return contents.size === 0 ? [] : [`is ${type}, not ${[...contents.keys()].join()}`];
  if (check === null || check()(JSON.parse(body))) return [];
  return (check().errors ?? []).map(
    ({ instancePath, message = "" }) => `${instancePath} ${message}: ${body}`,
  );
}

/** Pages have no contract but their address. */
function operationsFrom(document: unknown): readonly Documented[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
  ajv.addSchema({ $id: "openapi", ...Object(document) });
  return operationsOf(document)
    .filter(({ operation }) => !JSON.stringify(operation["responses"]).includes("text/html"))
    .map(({ method, path, operation }) => ({
      id: String(operation["operationId"]),
      method,
      path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
      replies: new Map(
        [...documentedAt(document, method, path)].map(([status, reply]) => [status, replyFrom(ajv, reply)]),
      ),
    }));
}

function replyFrom(ajv: Ajv, reply: unknown): DocumentedReply {
  const { content = {}, headers = {} } = Object(reply);
  const contents = new Map<string, (() => ValidateFunction) | null>();
  const codes: string[] = [];
  for (const [type, media] of Object.entries(content)) {
    const { schema } = Object(media);
    const whole = absolute(schema);
    contents.set(type, type.endsWith("json") ? () => ajv.compile(whole) : null);
    const code = schema.allOf?.[1]?.properties.code;
    if (code !== undefined) codes.push(...(code.enum ?? [code.const]));
  }
  return { contents, codes, headers: Object.keys(headers).map((name) => name.toLowerCase()) };
}

/** Its references lead into the document. */
function absolute(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"openapi#'));
}
