/** The Kubernetes manifests: built by kustomize, validated against Kubernetes' own schemas, and read with the eyes of Ramz. */
import { describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { textOf } from "./files.ts";
import { schemaFaultsIn } from "./kubernetes-schemas.ts";
import { FOLDER, built, resourcesIn } from "./kustomize.ts";
import { settingsWith } from "./settings.ts";

const TIME_OUT_MS = 30_000;

const Deployment = Type.Object({
  spec: Type.Object({
    template: Type.Object({
      spec: Type.Object({
        terminationGracePeriodSeconds: Type.Number(),
        containers: Type.Array(
          Type.Object({
            env: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
            volumeMounts: Type.Array(Type.Object({ mountPath: Type.String() })),
          }),
        ),
      }),
    }),
  }),
});

const faultsOf = (yaml: string) => schemaFaultsIn(resourcesIn(yaml)).join("\n");

describe.each([
  [
    "sqlite-single",
    [
      "Namespace",
      "ServiceAccount",
      "ConfigMap",
      "Service",
      "PersistentVolumeClaim",
      "Deployment",
      "NetworkPolicy",
    ],
  ],
  [
    "redis-replicated",
    ["Namespace", "ServiceAccount", "ConfigMap", "Service", "Deployment"].concat([
      "PodDisruptionBudget",
      "HorizontalPodAutoscaler",
      "NetworkPolicy",
      "NetworkPolicy",
    ]),
  ],
])("the overlay %s", (overlay, kinds) => {
  const yaml = built(overlay);
  const deployment: unknown = resourcesIn(yaml).find(({ kind }) => kind === "Deployment");
  Value.Assert(Deployment, deployment);
  const pod = deployment.spec.template.spec;
  const env = Object.fromEntries(pod.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);

  test("has these resources", () => {
    expect(resourcesIn(yaml).map(({ kind }) => kind)).toEqual(kinds);
  });

  test("is what Kubernetes' schemas ask for, without unknown fields", () => {
    expect(faultsOf(yaml)).toBe("");
  });

  test("gives Ramz settings that it starts with, and time for its drain", () => {
    const { problems, warnings, config } = settingsWith(env, textOf(`${FOLDER}/base/ramz.toml`));
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    expect(config.store.kind).toBe(overlay === "sqlite-single" ? "sqlite" : "redis");
    const sendSeconds = 17;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(
      Number(env["RAMZ_DRAIN_MS"]) / 1000 + sendSeconds,
    );
  });

  test("is what the Pod Security Standard `restricted` asks for, with a read-only root", () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    });
    expect(yaml).toContain("pod-security.kubernetes.io/enforce: restricted");
  });
});

test(
  "the SQLite file of the one pod lies on its volume, where the image has its own",
  () => {
    expect(built("sqlite-single")).toContain("mountPath: /opt/ramz/data");
    expect(textOf("Dockerfile")).toContain('VOLUME ["/opt/ramz/data"]');
  },
  TIME_OUT_MS,
);

test("the schemas are awake: they refuse a field that Kubernetes does not have, a word for a number, and a missing part", () => {
  const yaml = built("sqlite-single");
  expect(faultsOf(yaml.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"))).toContain(
    "readOnlyRootFileSystem",
  );
  expect(faultsOf(yaml.replace(/replicas: \d+/, "replicas: one"))).toContain(
    "not assignable to type 'number'",
  );
  expect(faultsOf(yaml.replace("selector:", "selectors:"))).toContain("selector");
});
