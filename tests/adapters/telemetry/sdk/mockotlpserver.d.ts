/** What the tests use of `@elastic/mockotlpserver`, which has no types of its own. */
declare module "@elastic/mockotlpserver" {
  export class MockOtlpServer {
    constructor(options: {
      readonly logLevel: "warn";
      readonly services: readonly ("http" | "grpc")[];
      readonly httpHostname: string;
      readonly httpPort: number;
      readonly grpcHostname: string;
      readonly grpcPort: number;
    });
    readonly httpUrl: URL | null;
    readonly grpcUrl: URL | null;
    start(): Promise<void>;
    close(): Promise<void>;
  }
}

declare module "@elastic/mockotlpserver/lib/proto.js" {
  /** A message type of protobufjs. */
  export interface Definition {
    decode(bytes: Uint8Array): object;
    encode(message: object): { finish(): Uint8Array };
    fromObject(object: object): object;
    toObject(message: object, options: { readonly longs: StringConstructor }): object;
  }
  /** The definitions of opentelemetry-proto, unchanged. */
  export function getProtoRoot(): { lookupType(name: string): Definition };
}
