/** A self-signed certificate for 127.0.0.1, made for one run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./folder.ts";

export interface Certificate {
  readonly ca: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export async function certificate(): Promise<Certificate> {
  const certFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "key.pem");
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"];
  const names = ["-addext", "subjectAltName=IP:127.0.0.1"];
  const openssl = Bun.spawn(["openssl", ...request, ...names, "-keyout", keyFile, "-out", certFile], {
    stderr: "pipe",
  });
  const said = await openssl.stderr.text();
  if ((await openssl.exited) !== 0) throw new Error(`openssl made no certificate: ${said}`);
  return { ca: readFileSync(certFile, "utf8"), certFile, keyFile };
}
