/** Where the policies let a pod connect: to all that Ramz needs, as the how-to names it, and to nothing else. */
import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../docs/pages.ts";
import { tempFolder } from "../support/process.ts";
import { pathOf, textOf } from "./files.ts";
import { built, FOLDER, resourcesIn } from "./kustomize.ts";
import { type Destination, letsOut } from "./network-policies.ts";

const PAGE = "docs/how-to/run-in-kubernetes.md";
const TIME_OUT_MS = 30_000;

const policiesOf = (overlay: string) =>
  resourcesIn(built(overlay))
    .filter(({ kind }) => kind === "NetworkPolicy")
    .map(({ spec }) => spec);

const VENDOR = { address: "185.166.104.3" };
const VENDOR_6 = { address: "2a01:4f8:c0c:1::1" };
const METADATA = ["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "fe80::a9fe:a9fe"];
/** Some networks let an address block match pods, too. */
const INSIDE = ["10.244.1.7", "172.20.0.10", "192.168.5.9", "fd00:10:244::7"];

/** Each with its port and what every overlay says of it. */
const EVERYWHERE: readonly (readonly [Destination, "TCP" | "UDP", number, boolean])[] = [
  [{ namespace: "kube-system" }, "UDP", 53, true],
  [{ namespace: "kube-system" }, "TCP", 53, true],
  [{ address: "169.254.20.10" }, "UDP", 53, true],
  [{ address: "169.254.20.10" }, "TCP", 53, true],
  [{ address: "169.254.20.10" }, "TCP", 443, false],
  [VENDOR, "UDP", 53, false],
  [VENDOR, "TCP", 443, true],
  [VENDOR_6, "TCP", 443, true],
  [VENDOR, "TCP", 80, false],
  [VENDOR_6, "TCP", 80, false],
  ...[...METADATA, ...INSIDE].map((address) => [{ address }, "TCP", 443, false] as const),
  ...METADATA.map((address) => [{ address }, "TCP", 80, false] as const),
  [{ namespace: "monitoring" }, "TCP", 4317, true],
  [{ namespace: "monitoring" }, "TCP", 4318, true],
  [VENDOR, "TCP", 4318, false],
  [{ namespace: "shop" }, "TCP", 443, false],
  [{ namespace: "shop" }, "TCP", 6379, false],
  [VENDOR, "TCP", 6379, false],
];

describe.each(["sqlite-single", "redis-replicated"])("the overlay %s", (overlay) => {
  const policies = policiesOf(overlay);

  test.each(EVERYWHERE)("to %j, %s %d: %p", (destination, protocol, port, isLetOut) => {
    expect(letsOut(policies, destination, protocol, port)).toBe(isLetOut);
  });

  test(`lets ${overlay === "sqlite-single" ? "nothing" : "Redis and sentinels"} out to the namespace redis`, () => {
    const ports = [6379, 26_379].map((port) => letsOut(policies, { namespace: "redis" }, "TCP", port));
    expect(ports).toEqual(overlay === "sqlite-single" ? [false, false] : [true, true]);
  });
});

/** The addresses of stores in a text. */
function storesIn(text: string): readonly URL[] {
  return [...text.matchAll(/rediss?:\/\/[^'`\s]+/g)].map(([url]) => new URL(url));
}

describe("the how-to", () => {
  const [secret, elsewhere] = storesIn(textOf(PAGE));

  test("makes a secret with a Redis that the policy lets Ramz reach", () => {
    const [service, namespace = "", ...more] = secret?.hostname.split(".") ?? [];
    expect([service, more]).toEqual(["redis", []]);
    const authority = secret?.searchParams.get("ca")?.replace("/run/secrets/ramz/", "");
    expect(textOf(PAGE)).toContain(`--from-file=${authority}=`);
    const policies = policiesOf("redis-replicated");
    expect(letsOut(policies, { namespace }, "TCP", Number(secret?.port))).toBe(true);
  });

  test(
    "has a patch with which a Redis elsewhere is reached, over IPv4 and IPv6, and no other",
    () => {
      const [patch] = blocksOf(PAGE).filter(({ language }) => language === "yaml");
      using folder = tempFolder();
      cpSync(pathOf(FOLDER), join(folder.path, "kubernetes"), { recursive: true });
      const own = join(folder.path, "kubernetes/overlays/own");
      mkdirSync(own);
      writeFileSync(join(own, "kustomization.yaml"), patch?.text ?? "");
      const policies = policiesOf(own);
      const reached = (destination: Destination) =>
        letsOut(policies, destination, "TCP", Number(elsewhere?.port));
      expect(["203.0.113.7", "2001:db8::7"].map((address) => reached({ address }))).toEqual([true, true]);
      expect([{ namespace: "redis" }, { address: "203.0.113.8" }].map(reached)).toEqual([false, false]);
      expect(letsOut(policies, VENDOR, "TCP", 443)).toBe(true);
    },
    TIME_OUT_MS,
  );
});
