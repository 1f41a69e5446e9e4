/** A real pipe whose reader a test plays: it stalls, comes back or leaves when the test says so. */
import { closeSync, constants, openSync, read } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { tempFolder } from "../../../support/process.ts";

const { O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants;
/** Little at once, as a slow reader takes it. */
const CHUNK_BYTES = 5_000;

export interface Pipe extends Disposable {
  /** The end to write into. */
  readonly fd: number;
  /** Reads up to the line for which `isLast` holds, and returns the lines since the last call. */
  readUntil(isLast: (line: string) => boolean): Promise<readonly string[]>;
  /** The reader leaves: writes fail from here on. */
  leave(): void;
  /** A reader opens it again. */
  comeBack(): void;
}

/** `blocking` is how a shell, a container engine or a service manager hands it over; a parent in Node.js may not. */
export function openPipe(mode: "blocking" | "non-blocking"): Pipe {
  const folder = tempFolder();
  const path = join(folder.path, "pipe");
  Bun.spawnSync(["mkfifo", path]);
  // Each end waits for the other to be opened; this is both.
  const both = openSync(path, O_RDWR);
  let reader = openSync(path, O_RDONLY);
  const fd = openSync(path, mode === "blocking" ? O_WRONLY : O_WRONLY | O_NONBLOCK);
  closeSync(both);
  let rest = "";
  let unread: readonly string[] = [];
  const readSome = async () => {
    const { bytesRead, buffer } = await promisify(read)(reader, { buffer: Buffer.alloc(CHUNK_BYTES) });
    const lines = (rest + buffer.toString("latin1", 0, bytesRead)).split("\n");
    rest = lines.pop() ?? "";
    unread = lines;
  };
  return {
    fd,
    async readUntil(isLast) {
      const lines: string[] = [];
      for (;;) {
        const end = unread.findIndex(isLast) + 1;
        lines.push(...unread.slice(0, end === 0 ? undefined : end));
        unread = end === 0 ? [] : unread.slice(end);
        if (end > 0) return lines;
        await readSome();
      }
    },
    leave: () => closeSync(reader),
    comeBack: () => void (reader = openSync(path, O_RDONLY)),
    [Symbol.dispose]() {
      closeSync(fd);
      closeSync(reader);
      folder[Symbol.dispose]();
    },
  };
}
