/** The Kubernetes manifests as kustomize builds them. */
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { kubectlCommand } from "../support/npm-programs.ts";
import { runProgram } from "../support/run-program.ts";
import { pathOf } from "./files.ts";

export const FOLDER = "app/deploy/kubernetes";

const Resource = Type.Object({
  apiVersion: Type.String(),
  kind: Type.String(),
  metadata: Type.Object({ name: Type.String() }),
  spec: Type.Optional(Type.Unknown()),
});

/** Of an overlay of Ramz by its name, or of another folder by its path. */
export function built(overlay: string): string {
  const folder = overlay.startsWith("/") ? overlay : pathOf(`${FOLDER}/overlays/${overlay}`);
  const { code, printed } = runProgram([kubectlCommand(), "kustomize", folder]);
  if (code !== 0) throw new Error(printed);
  return printed;
}

export function resourcesIn(yaml: string): readonly Static<typeof Resource>[] {
  const resources: unknown = Bun.YAML.parse(yaml);
  Value.Assert(Type.Array(Resource), resources);
  return resources;
}
