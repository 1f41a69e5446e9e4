/** The types of Preact load the DOM library, whose streams lack these methods of Bun. */
interface ReadableStream<R = unknown> {
  text(): Promise<string>;
  json(): Promise<unknown>;
}
