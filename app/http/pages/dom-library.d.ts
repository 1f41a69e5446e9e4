/** The types of Preact load the DOM library, whose streams lack these methods of Bun. */
interface ReadableStream<R = unknown> {
  text(): Promise<string>;
  // As Bun has it.
  // oxlint-disable-next-line typescript/no-explicit-any
  json(): Promise<any>;
}
