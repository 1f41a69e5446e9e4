/** A process of its own that wants the kept secret at a given moment: `bun keep-secret.ts <file> <start at>`. */
import { keptSecret } from "../../../adapters/system/secret-file.ts";

const [path = "", startAt = "0"] = process.argv.slice(2);
await Bun.sleep(Math.max(0, Number(startAt) - Date.now()));
console.log(keptSecret(path));
