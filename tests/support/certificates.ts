/** A private certificate authority with a server for localhost and a client, made for one run. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificates extends Disposable {
  /** Paths of PEM files. */
  readonly authority: string;
  readonly server: { readonly certificate: string; readonly key: string };
  readonly client: { readonly certificate: string; readonly key: string };
}

export function createCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "ramz-certificates-"));
  const file = (name: string) => join(folder, name);
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const authority = { certificate: file("authority.pem"), key: file("authority.key") };
  openssl("req", "-x509", ...curve, ...keyAndSubject(authority, "authority"), "-out", authority.certificate);
  writeFileSync(file("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");

  function signed(name: string) {
    const made = { certificate: file(`${name}.pem`), key: file(`${name}.key`) };
    const request = file(`${name}.csr`);
    openssl("req", ...curve, ...keyAndSubject(made, name), "-out", request);
    const by = ["-CA", authority.certificate, "-CAkey", authority.key, "-CAcreateserial"];
    openssl("x509", "-req", "-in", request, ...by, "-extfile", file("names"), "-out", made.certificate);
    return made;
  }

  return {
    authority: authority.certificate,
    server: signed("server"),
    client: signed("client"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function keyAndSubject({ key }: { readonly key: string }, name: string): readonly string[] {
  return ["-keyout", key, "-subj", `/CN=${name}`];
}

function openssl(...args: readonly string[]): void {
  const { success, stderr } = Bun.spawnSync(["openssl", ...args], { stderr: "pipe" });
  if (!success) throw new Error(`openssl ${args[0]} failed: ${stderr.toString()}`);
}
