/** Twilio's own client, unmodified, against a Ramz of the test. */
import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import { TWILIO_PREFIX } from "../../app/http/compat/twilio/reply-context.ts";
import type { Api, HeaderList, Reply } from "./http.ts";

export const ACCOUNT = `AC${"0123456789abcdef".repeat(2)}`;
export const SERVICE = `VA${"fedcba9876543210".repeat(2)}`;
/** Where the routes of the service are. */
export const SERVICE_PATH = `${TWILIO_PREFIX}/v2/Services/${SERVICE}`;

/** The Verify service, by a client that has another base URL and credentials, and nothing else. */
export function verifyAt(url: string, password: string, user: string = ACCOUNT, options: object = {}) {
  const client = twilio(user, password, options);
  client.verify.baseUrl = url + TWILIO_PREFIX;
  return client.verify.v2.services(SERVICE);
}

/** The vendor's own way to send requests. Keeps the body of each reply. */
export class Recorder extends twilio.RequestClient {
  readonly bodies: string[] = [];

  override async request<T>(options: RequestClient.RequestOptions<T>) {
    const reply = await super.request(options);
    this.bodies.push(JSON.stringify(reply.body));
    return reply;
  }
}

/** The headers of a call without the client. */
export function basic(password: string, user: string = ACCOUNT): HeaderList {
  return { authorization: `Basic ${btoa(`${user}:${password}`)}` };
}

export const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

export function postForm(
  api: Api,
  path: string,
  fields: Readonly<Record<string, unknown>>,
  headers: HeaderList,
): Promise<Reply> {
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
  return api.request(path, {
    method: "POST",
    headers: { ...FORM_TYPE, ...headers },
    body: new URLSearchParams(pairs).toString(),
  });
}

/** What a call of the client throws, in one word: status and code. `done` when it throws nothing. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error: unknown) => {
      if (!(error instanceof twilio.RestException)) throw error;
      return `${error.status} ${error.code}`;
    },
  );
}
