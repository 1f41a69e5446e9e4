/** Collectors of every kind that a setting may point to, in the process that exports to them. */
import { Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { createCertificates } from "../../../../support/certificates.ts";

/** One export, as far as two SDKs must agree on it. */
export interface Export {
  readonly path: string;
  readonly contentType: string;
  readonly encoding: string | null;
  /** Those that begin with `x-`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Collectors {
  /** Placeholders of the rows, by name. */
  readonly places: Readonly<Record<string, string>>;
  /** What arrived since the last call. */
  take(): readonly Export[];
}

/** Longer than the short time-outs of the rows, shorter than the long ones. */
const SLOW_MS = 1_500;

/** They end with the process. */
export async function openCollectors(): Promise<Collectors> {
  const certificates = createCertificates();
  process.on("exit", () => certificates[Symbol.dispose]());
  const { server, client, authority } = certificates;
  let received: Export[] = [];

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const given = Object.fromEntries(request.headers);
    received.push({
      path: pathname,
      contentType: given["content-type"] ?? "",
      encoding: given["content-encoding"] ?? null,
      headers: Object.fromEntries(Object.entries(given).filter(([name]) => name.startsWith("x-"))),
      body: plain(await request.arrayBuffer(), given["content-encoding"]),
    });
    if (pathname.startsWith("/slow")) await Bun.sleep(SLOW_MS);
    return new Response();
  }
  const tls = { cert: readFileSync(server.certificate), key: readFileSync(server.key) };
  const ca = readFileSync(authority);
  const options = { port: 0, fetch };
  const open = Bun.serve({ ...options, hostname: "127.0.0.1" });
  const secure = Bun.serve({ ...options, tls });
  const mutual = Bun.serve({ ...options, tls: { ...tls, ca, requestCert: true, rejectUnauthorized: true } });
  const note = (one: Export) => void received.push(one);
  const pairs = [{ private_key: tls.key, cert_chain: tls.cert }];
  const grpc = await openGrpc(ServerCredentials.createInsecure(), note);
  const grpcs = await openGrpc(ServerCredentials.createSsl(null, pairs), note);
  return {
    places: {
      collector: open.url.origin,
      slow: `${open.url.origin}/slow`,
      secure: `https://localhost:${secure.port}`,
      mutual: `https://localhost:${mutual.port}`,
      grpc: `http://127.0.0.1:${grpc}`,
      grpcs: `https://localhost:${grpcs}`,
      authority,
      certificate: client.certificate,
      key: client.key,
    },
    take() {
      const taken = received;
      received = [];
      return taken;
    },
  };
}

function plain(body: ArrayBuffer, encoding: string | undefined): Uint8Array {
  return encoding === "gzip" ? gunzipSync(body) : new Uint8Array(body);
}

const asIs = (bytes: Buffer) => bytes;

const SERVICES = ["trace.v1.TraceService", "metrics.v1.MetricsService"];

/** The service of OTLP over gRPC, with messages as they are on the wire. */
async function openGrpc(credentials: ServerCredentials, note: (one: Export) => void): Promise<number> {
  const server = new Server();
  for (const service of SERVICES) {
    const path = `/opentelemetry.proto.collector.${service}/Export`;
    const codec = {
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    const definition: ServiceDefinition = {
      export: { path, requestStream: false, responseStream: false, ...codec },
    };
    server.addService(definition, {
      export(
        call: { readonly request: Buffer; readonly metadata: { getMap(): object } },
        done: (error: null, answer: Buffer) => void,
      ) {
        const given = Object.entries(call.metadata.getMap()).map(([name, value]) => [name, String(value)]);
        const headers = Object.fromEntries(given.filter(([name = ""]) => name.startsWith("x-")));
        note({ path, contentType: "grpc", encoding: null, headers, body: call.request });
        done(null, Buffer.alloc(0));
      },
    });
  }
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}
