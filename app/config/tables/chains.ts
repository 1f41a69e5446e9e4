/** `[[chains]]` and `[[apps.shop.chains]]`: chains for certain numbers, purposes and channels, beside the one in `providers`. */
import { type Static, Type } from "@sinclair/typebox";
import { closed } from "../setting.ts";

const ChainSchema = Type.Object(
  {
    prefix: Type.Optional(
      Type.String({
        pattern: "^\\+[1-9][0-9]{0,14}$",
        write: '+ and digits, e.g. "+98"',
        description: "Numbers that begin like this.",
      }),
    ),
    purpose: Type.Optional(
      Type.String({
        pattern: "^[a-z0-9][a-z0-9_.-]{0,31}$",
        write: "a purpose as in a request, e.g. login",
        description: "Codes for this purpose.",
      }),
    ),
    channel: Type.Optional(
      Type.Union(
        [Type.Literal("sms"), Type.Literal("call"), Type.Literal("messenger"), Type.Literal("auto")],
        { description: "Starts that ask for this channel." },
      ),
    ),
    providers: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: "Its providers in the order in which they are tried.",
    }),
  },
  closed,
);

export const ChainsSchema = Type.Array(ChainSchema, {
  default: [],
  description: "Chains for certain numbers, purposes and channels. The most specific one is used.",
});

export type WrittenChain = Static<typeof ChainSchema>;

/** The chains of the service or of an app, by names of providers. */
export interface WrittenChains {
  /** The chain for every send that none of `chains` is for. */
  readonly providers: readonly string[];
  readonly chains: readonly WrittenChain[];
}

/** Every provider of the chains, each once. */
export function namesIn({ providers, chains }: WrittenChains): readonly string[] {
  return [...new Set([...providers, ...chains.flatMap((chain) => chain.providers)])];
}

/** Whether every chain shows codes instead of sending them, so that no limit of addresses or money is needed. */
export function isConsole({ providers, chains }: WrittenChains): boolean {
  return [providers, ...chains.map((chain) => chain.providers)].every((names) => names.includes("console"));
}

/** What is wrong with chains by themselves. `where` is their name in the file. */
export function chainProblems(chains: readonly WrittenChain[], where: string): readonly string[] {
  return chains.flatMap((chain) => [
    ...(chain.prefix === undefined && chain.purpose === undefined && chain.channel === undefined
      ? [
          `${where}: ${chainName(chain)} has no prefix, purpose or channel, so it is for every send. Write these providers as providers instead.`,
        ]
      : []),
    ...[...new Set(chain.providers.filter((name, place) => chain.providers.indexOf(name) !== place))].map(
      (name) => `${where}: ${chainName(chain)} lists "${name}" twice. List each provider once.`,
    ),
  ]);
}

/** A chain as problems name it, e.g. `the chain for prefix "+98", channel "call"`. */
export function chainName({ prefix, purpose, channel, providers }: WrittenChain): string {
  const conditions = Object.entries({ prefix, purpose, channel })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} "${value}"`);
  return conditions.length > 0
    ? `the chain for ${conditions.join(", ")}`
    : `the chain of ${providers.join(", ")}`;
}
