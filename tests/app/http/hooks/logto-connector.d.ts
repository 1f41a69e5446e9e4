/** The package has no types: what its source exports, as far as the tests use it. */
declare module "@logto/connector-http-sms" {
  interface Message {
    readonly to: string;
    readonly type: string;
    readonly payload: Readonly<Record<string, string>>;
    readonly ip?: string;
  }

  interface Settings {
    readonly endpoint: string;
    readonly authorization?: string;
  }

  export default function createConnector(options: {
    readonly getConfig: (connectorId: string) => Promise<Settings>;
  }): Promise<{ sendMessage(message: Message): Promise<unknown> }>;
}
