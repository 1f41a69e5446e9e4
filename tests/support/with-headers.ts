import type { Api, HeaderList } from "./http.ts";

/** The same client, which sends these headers with every request. */
export function withHeaders(api: Api, own: HeaderList): Api {
  const all = (headers: RequestInit["headers"] = {}) => ({
    ...Object.fromEntries(new Headers(headers)),
    ...own,
  });
  return {
    ...api,
    request: (path, init) => api.request(path, { ...init, headers: all(init.headers) }),
    get: (path, headers) => api.get(path, { ...headers, ...own }),
    post: (path, body, headers) => api.post(path, body, { ...headers, ...own }),
    del: (path, headers) => api.del(path, { ...headers, ...own }),
  };
}
