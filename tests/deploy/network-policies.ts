/** What network policies let a pod reach, worked out as Kubernetes' documentation says: a rule that allows it is enough. */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import ipaddr from "ipaddr.js";

const Labels = Type.Record(Type.String(), Type.String());
const strict = { additionalProperties: false };
/** The parts of a policy that Ramz's own use. Others are refused, so that none is passed over. */
const Peer = Type.Union([
  Type.Object({ namespaceSelector: Type.Object({ matchLabels: Type.Optional(Labels) }, strict) }, strict),
  Type.Object(
    {
      ipBlock: Type.Object({ cidr: Type.String(), except: Type.Optional(Type.Array(Type.String())) }, strict),
    },
    strict,
  ),
]);
const Policy = Type.Object(
  {
    podSelector: Type.Object({ matchLabels: Labels }, strict),
    policyTypes: Type.Array(Type.Union([Type.Literal("Ingress"), Type.Literal("Egress")])),
    ingress: Type.Optional(Type.Unknown()),
    egress: Type.Array(
      Type.Object(
        {
          to: Type.Array(Peer),
          ports: Type.Array(Type.Object({ protocol: Type.String(), port: Type.Integer() }, strict)),
        },
        strict,
      ),
    ),
  },
  strict,
);

/** A pod in a namespace of the cluster, or an address outside. */
export type Destination = { readonly namespace: string } | { readonly address: string };

/** Whether pods that all these policies select may open a connection there. */
export function letsOut(
  policies: readonly unknown[],
  destination: Destination,
  protocol: "TCP" | "UDP",
  port: number,
): boolean {
  return policies.some((policy) => {
    Value.Assert(Policy, policy);
    return policy.egress.some(
      (rule) =>
        rule.ports.some((one) => one.protocol === protocol && one.port === port) &&
        rule.to.some((peer) => isPeer(peer, destination)),
    );
  });
}

function isPeer(peer: typeof Peer.static, destination: Destination): boolean {
  if ("ipBlock" in peer) {
    const { cidr, except = [] } = peer.ipBlock;
    return (
      "address" in destination &&
      isIn(cidr, destination.address) &&
      !except.some((left) => isIn(left, destination.address))
    );
  }
  if (!("namespace" in destination)) return false;
  // Kubernetes gives each namespace this label, and others have none here.
  const labels: Readonly<Record<string, string>> = { "kubernetes.io/metadata.name": destination.namespace };
  const wanted = Object.entries(peer.namespaceSelector.matchLabels ?? {});
  return wanted.every(([name, value]) => labels[name] === value);
}

function isIn(cidr: string, address: string): boolean {
  const one = ipaddr.parse(address);
  const [range, bits] = ipaddr.parseCIDR(cidr);
  return one.kind() === range.kind() && one.match([range, bits]);
}
