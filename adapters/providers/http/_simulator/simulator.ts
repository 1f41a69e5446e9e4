/**
 * A simulator of any recipe's vendor: a real server that reads requests as the recipe writes them, and answers with the recipe's examples. It
 * proves Ramz and a configuration, never the recipe itself: what the recipe says wrongly of its vendor, the simulator does wrongly too.
 */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { startSimulator } from "../../_simulator/simulator.ts";
import type { ControlOrder, ReceivedRequest, VendorProtocol } from "../../_simulator/vendor.ts";
import type { Call } from "../_recipe/format-calls.ts";
import type { Recipe } from "../_recipe/format.ts";
import { loadRecipe, RECIPE_PREFIX } from "../_recipe/load-recipe.ts";
import { secretOptions } from "../_recipe/recipe-options.ts";
import { compileCall } from "../_recipe/render-call.ts";
import { type Account, accountOf, callsOf, originsOf } from "./account.ts";
import type { RecipeCall, SimulatedRecipe, SimulatorOptions } from "./api.ts";
import { isCalled, readCall } from "./read-call.ts";
import { refusal, refusalsOf, TOKEN } from "./answers.ts";
import { createVendor, type Vendor, type VendorOptions, type VendorRequest } from "./vendor-api.ts";

/** The recipe of this name, e.g. `bale`, with an account whose every secret is `key`. Throws when there is no such recipe. */
export function simulatedRecipe(name: string, key: string): SimulatedRecipe {
  const provider = RECIPE_PREFIX + name;
  const loaded = loadRecipe(provider, ".");
  if (loaded.kind === "failed") throw new Error(`${provider}: ${loaded.cause}`);
  const { recipe } = loaded;
  const account = accountOf(recipe, name, key);
  return {
    recipe,
    provider,
    env: account.env,
    origins: originsOf(recipe, account),
    refusals: refusalsOf(recipe),
    async start({ port, onMessage }: SimulatorOptions = {}) {
      const options = { now: Date.now, ...(onMessage && { onMessage }) };
      const { simulator } = await startSimulator(protocolOf(recipe, account, options), port);
      return simulator;
    },
  };
}

const StatusReport = Type.Object(
  {
    messageId: Type.String(),
    state: Type.Union([Type.Literal("delivered"), Type.Literal("undelivered")]),
    /** As the vendor writes it, e.g. `30`. */
    carrier: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

const STATUS_ORDER: ControlOrder<Vendor> = {
  example: '{"messageId": "1", "state": "undelivered"}',
  run: (body, { report }) =>
    Value.Check(StatusReport, body) ? { reported: report(body.messageId, body.state, body.carrier) } : null,
};

function protocolOf(
  recipe: Recipe,
  account: Account,
  options: VendorOptions,
): VendorProtocol<VendorRequest, RecipeCall, Vendor> {
  const calls = callsOf(recipe);
  const secrets = new Set(secretOptions(recipe));
  const kinds = refusalsOf(recipe);
  return {
    methods: [...calls.keys()],
    codes: Type.Union(kinds.map((kind) => Type.Literal(kind))),
    example: '{"method": "send", "behaviour": {"kind": "refuse", "code": "message"}, "times": 1}',
    read(received) {
      const { verb } = received;
      const isRead = ([, call]: readonly [string, Call]) => readCall(call, received, account.values) !== null;
      const called = [...calls].filter(([, call]) => isCalled(call, received, account.values));
      const [method, call] = called.find(isRead) ?? called[0] ?? [];
      if (method === undefined || call === undefined)
        return { verb, method: "", values: null, isAuthorized: false };
      const values = readCall(call, received, account.values);
      const isAuthorized = isFromAccount(recipe, call, received, account, values ?? new Map());
      return { verb, method, values, isAuthorized };
    },
    callOf: ({ verb, method, values }) => ({
      verb,
      method,
      values: Object.fromEntries([...(values ?? [])].filter(([name]) => !secrets.has(name))),
    }),
    refusal: (code) => refusal(recipe, String(code)),
    create: () => createVendor(recipe, options),
    ...(recipe.receipt?.poll && { orders: { status: STATUS_ORDER } }),
  };
}

/** The options that are the account's key stand in the request as the account has them, and its headers are those that the recipe writes. */
function isFromAccount(
  recipe: Recipe,
  call: Call,
  { headers }: ReceivedRequest,
  { values }: Account,
  read: ReadonlyMap<string, string>,
): boolean {
  const keys = [...recipe.account, ...secretOptions(recipe)];
  if (keys.some((name) => read.has(name) && read.get(name) !== values(name))) return false;
  const written = compileCall(call)((name) => read.get(name) ?? values(name)).headers ?? {};
  const token = call.auth?.kind === "oauth" ? { authorization: `Bearer ${TOKEN}` } : {};
  return Object.entries({ ...written, ...token })
    .filter(([name]) => name !== "accept" && name !== "content-type")
    .every(([name, value]) => headers[name.toLowerCase()] === value);
}
