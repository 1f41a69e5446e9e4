/** A simulator reads from a request what the recipe wrote into it: the reverse of a send, for every part that a call can have. */
import { expect, test } from "bun:test";
import type { Call } from "../../../../adapters/providers/http/_recipe/format-calls.ts";
import { compileCall } from "../../../../adapters/providers/http/_recipe/render-call.ts";
import { isCalled, readCall } from "../../../../adapters/providers/http/_simulator/read-call.ts";
import type { ReceivedRequest } from "../../../../adapters/providers/_simulator/vendor.ts";

const OPTIONS: Readonly<Record<string, string>> = {
  base_url: "https://vendor.example/api/",
  parameter: "otp",
};
const VALUES: Readonly<Record<string, string>> = {
  "number.e164": "+989121234567",
  code: "012345",
  text: "Code: 012345\nثانیه 60 {} %41 & more",
  seconds: "60",
  ref: "ver_a/b?c.1.0",
};

const CALLS: Readonly<Record<string, Call>> = {
  "the path": { method: "GET", url: "{base_url}/send/{number.e164}/{ref}/{code}" },
  "the query": { method: "GET", url: "{base_url}/send", query: { to: "{number.e164}", text: "{text}" } },
  "a form": {
    method: "POST",
    url: "{base_url}",
    form: { "{parameter}": "{code}", body: "{text}", kind: "1" },
  },
  "headers and the path": {
    method: "PUT",
    url: "https://{host}/a/{code}",
    headers: { "X-Ref": "r {seconds}" },
  },
  JSON: {
    method: "POST",
    url: "https://vendor.example/v1/send",
    json: {
      to: ["{number.e164}"],
      "{parameter}": { text: "{text}", ttl: "{seconds:int}" },
      priority: 100,
      quiet: false,
      "callback?": "{callback}",
      list: [{ name: "code", value: "your code is {code}." }],
    },
  },
};

const valueOf = (name: string) => (name === "host" ? "vendor.example" : (VALUES[name] ?? OPTIONS[name]));
const optionOf = (name: string) => (name === "host" ? "vendor.example" : OPTIONS[name]);

function received(call: Call): ReceivedRequest {
  const { method, url, headers, body = "" } = compileCall(call)(valueOf);
  // A server has names of headers in lower case.
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return { verb: method, url: new URL(url), headers: Object.fromEntries(named), body: String(body) };
}

test.each(Object.entries(CALLS))("from %s", (_, call) => {
  const read = readCall(call, received(call), optionOf);
  const written = JSON.stringify(call);
  const wanted = Object.entries(VALUES).filter(([name]) => new RegExp(`\\{${name}[:}]`).test(written));
  expect(wanted.length).toBeGreaterThan(0);
  for (const [name, value] of wanted) expect([name, read?.get(name)]).toEqual([name, value]);
});

const { JSON: json } = CALLS;
const bodies: readonly (readonly [title: string, change: (body: string) => string])[] = [
  ["a field is missing", (body) => body.replace('"priority":100,', "")],
  ["a constant is another", (body) => body.replace('"priority":100', '"priority":10')],
  ["a list is longer", (body) => body.replace('["+98', '["1","+98')],
  ["a text around a value is another", (body) => body.replace("your code is", "your pin is")],
  ["a table is a text", (body) => body.replace(/"otp":\{[^}]*\}/, '"otp":"x"')],
  ["the body is no JSON", (body) => body.slice(1)],
];
test.each([...bodies])("nothing is read where %s, though the call is the same", (_, change) => {
  if (json === undefined) throw new Error("there is a call with a JSON body");
  const good = received(json);
  const request = { ...good, body: change(good.body) };
  expect(request.body).not.toBe(good.body);
  expect(readCall(json, request, optionOf)).toBeNull();
  expect(isCalled(json, request, optionOf)).toBe(true);
});
