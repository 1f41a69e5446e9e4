/** A process that reads or creates the secret at a given time: `bun keep-secret.ts <file> <start at>`. */
import { readOrCreateSecret } from "../../../adapters/system/secret-file.ts";

const [path = "", startAt = "0"] = process.argv.slice(2);
await Bun.sleep(Math.max(0, Number(startAt) - Date.now()));
console.log(readOrCreateSecret(path));
