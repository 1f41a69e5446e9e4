/** The subject seen from the soak: a child process that serves, and tells codes and its memory. */
import { join } from "node:path";
import { type Api, apiAt, eventually } from "../support/http.ts";
import type { Asked, Told } from "./subject.ts";

export interface Memory {
  readonly rss: number;
  readonly heap: number;
}

export interface Subject {
  readonly api: Api;
  /** The code handed over for this number; told once. */
  takeCode(to: string): Promise<string>;
  memory(asked: Asked): Promise<Memory>;
  stop(): Promise<void>;
}

export async function startSubject(store: string): Promise<Subject> {
  const codes = new Map<string, string>();
  const port = Promise.withResolvers<number>();
  let remembered = Promise.withResolvers<Memory>();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "subject.ts"), store], {
    // Its log is not what is looked at here.
    stdio: ["ignore", "ignore", "inherit"],
    ipc(told: Told) {
      if (told.tells === "port") port.resolve(told.port);
      else if (told.tells === "code") codes.set(told.to, told.code);
      else remembered.resolve(told);
    },
  });
  process.on("exit", () => child.kill("SIGKILL"));
  const gone = async () => {
    const error = new Error(`the process under the soak ended with ${await child.exited}`);
    port.reject(error);
    remembered.reject(error);
  };
  void gone();
  // Told of by the requests that fail, too.
  remembered.promise.catch(() => {});

  return {
    api: apiAt(`http://127.0.0.1:${await port.promise}`),
    async takeCode(to) {
      // Told on another channel than the answer, which may be the faster.
      const code = await eventually(
        () => codes.get(to),
        (told) => told !== undefined,
      );
      codes.delete(to);
      return code ?? "";
    },
    memory(asked) {
      remembered = Promise.withResolvers<Memory>();
      child.send(asked);
      return remembered.promise;
    },
    async stop() {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}
