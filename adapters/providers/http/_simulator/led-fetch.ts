/** Leads calls to a vendor's own hosts to its simulator: a recipe writes its hosts out, and no option changes them. */

/** `simulators` are addresses by the origins that they stand for, e.g. `https://api.twilio.com`. Other calls go where they would. */
export function ledFetch(simulators: ReadonlyMap<string, string>) {
  return (url: string, init: RequestInit): Promise<Response> => {
    const { origin, pathname, search } = new URL(url);
    const simulator = simulators.get(origin);
    if (simulator === undefined) return fetch(url, init);
    // A proxy could not reach this machine, and would read key and code.
    const direct: BunFetchRequestInit = { ...init, proxy: false };
    return fetch(simulator + pathname + search, direct);
  };
}
