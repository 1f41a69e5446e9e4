/** Runs many tasks at once, and the next one as soon as one ends: a client with many connections, without the network. */
const AT_ONCE = 64;

export async function atOnce(goOn: () => boolean, work: () => Promise<unknown>): Promise<void> {
  const line = async () => {
    while (goOn()) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
}
