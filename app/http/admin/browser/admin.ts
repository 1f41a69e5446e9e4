/** Makes the console's pages quicker to read. They work without it. */
import { writeTimes } from "./times.ts";

writeTimes(document);
