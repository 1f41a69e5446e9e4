/** The state of one process, as it notes it for the others. */
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";

const Nullable = <T extends ReturnType<typeof Type.Integer>>(type: T) => Type.Union([type, Type.Null()]);

const ProviderHealth = Type.Object({
  /** Its name among those of all chains. */
  label: Type.String(),
  account: Type.String(),
  /** `resting`: an operator rests it. `probing`: one call may find out whether it works again. */
  state: Type.Union([
    Type.Literal("able"),
    Type.Literal("open"),
    Type.Literal("probing"),
    Type.Literal("resting"),
  ]),
  /** Its breaker or that of its account, by what opened it; null while none is open. */
  cause: Type.Union([Type.Literal("provider"), Type.Literal("account"), Type.Null()]),
  /** Until when it is not called; null when it is. */
  until: Nullable(Type.Integer()),
});

const AccountHealth = Type.Object({
  account: Type.String(),
  inUse: Type.Integer(),
  places: Type.Integer(),
  waiting: Type.Integer(),
});

const Health = Type.Object({
  /** Letters that name it for as long as it lives. */
  id: Type.String(),
  host: Type.String(),
  pid: Type.Integer(),
  version: Type.String(),
  startedAt: Type.Integer(),
  at: Type.Integer(),
  store: Type.Union([Type.Literal("up"), Type.Literal("down")]),
  providers: Type.Array(ProviderHealth),
  accounts: Type.Array(AccountHealth),
  /** Messages about whose receipt this process asks the vendors; null when receipts are off. */
  awaitedReceipts: Nullable(Type.Integer()),
});

export type ProcessHealth = Static<typeof Health>;
export type ProviderHealth = Static<typeof ProviderHealth>;

/** Null for a text that no process of this version wrote. */
export function readProcessHealth(text: string): ProcessHealth | null {
  const value: unknown = JSON.parse(text);
  return Value.Check(Health, value) ? value : null;
}
