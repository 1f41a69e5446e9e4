/** Who may import whom (design §3). */
import {
  type Import,
  importsOf,
  isClient,
  isSource,
  packageOf,
  type Room,
  roomOf,
  type Rule,
  ROOMS,
} from "./files.ts";

/** What a room may import besides itself. `tests` may import anything. */
const ALLOWED: Readonly<Record<Exclude<Room, "tests">, readonly (Room | "npm")[]>> = {
  domain: [],
  adapters: ["domain", "npm"],
  app: ["domain", "npm"],
};

/** The one folder of app/ that knows which adapters exist. The rest of app/ may name their types, never their values. */
const COMPOSITION = "app/composition/";

export const everyRoomWasSeen: Rule = (files) =>
  ROOMS.filter((room) => !files.some(({ path }) => roomOf(path) === room)).map(
    (room) => `no file was seen in ${room}/: the rules looked at nothing`,
  );

export const layersHold: Rule = (files) =>
  files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === undefined || room === "tests" || isClient(file)) return [];
    return importsOf(file)
      .filter((one) => !mayImport(file.path, room, one))
      .map(({ specifier }) => `${file.path} imports ${specifier}, which ${room}/ may not`);
  });

function mayImport(path: string, room: Exclude<Room, "tests">, { target, isType }: Import): boolean {
  if (target === null) return ALLOWED[room].includes("npm");
  if (target === "package.json") return room === "app";
  const targetRoom = roomOf(target);
  if (targetRoom === undefined) return false;
  if (targetRoom === room || ALLOWED[room].includes(targetRoom)) return true;
  return room === "app" && targetRoom === "adapters" && (isType || path.startsWith(COMPOSITION));
}

/** The rooms of app/ that the surfaces share, and the surfaces with the root that puts all together. */
const SHARED = /^app\/(?:language|config|access|service|explain|audit)\//;
const AROUND_THEM = /^app\/(?:http|cli|composition)\//;

/** What surfaces share knows no surface: a word that both need has its place among what is shared. Types count. */
export const sharedRoomsKnowNoSurface: Rule = (files) =>
  files
    .filter(({ path }) => SHARED.test(path))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => target !== null && AROUND_THEM.test(target))
        .map(({ specifier }) => `${file.path} imports ${specifier}: what surfaces share knows no surface`),
    );

/** An adapter wraps one outside thing: the folders under adapters/ do not know each other. */
export const adaptersAreApart: Rule = (files) =>
  files.flatMap((file) => {
    const own = kindOf(file.path);
    if (own === null) return [];
    return importsOf(file)
      .filter(({ target }) => target !== null && ![own, null].includes(kindOf(target)))
      .map(({ specifier }) => `${file.path} imports ${specifier}: adapters do not know each other`);
  });

function kindOf(path: string): string | null {
  return /^adapters\/[^/]+\//.exec(path)?.[0] ?? null;
}

/** A provider is its folder (or file) and the `_`-helpers beside all providers; another provider does not exist for it. */
export const providersAreIslands: Rule = (files) =>
  files.flatMap((file) => {
    const own = islandOf(file.path);
    if (own === null) return [];
    return importsOf(file)
      .filter(({ target }) => target !== null && ![own, null].includes(islandOf(target)))
      .map(({ specifier }) => `${file.path} imports ${specifier}, which is another provider's`);
  });

/** `kavenegar` for anything of Kavenegar's; null for the shared helpers and for all that is no provider. */
function islandOf(path: string): string | null {
  const island = /^adapters\/providers\/([^/]+?)(\.ts)?(\/|$)/.exec(path)?.[1];
  return island === undefined || island.startsWith("_") ? null : island;
}

/** The rooms, with the folders of adapters/ as rooms of their own, import each other in one direction only. */
export const roomsHaveNoCycle: Rule = (files) => {
  const edges = new Map<string, Set<string>>();
  for (const file of files.filter(isSource)) {
    for (const { target } of importsOf(file)) {
      const [from, to] = [areaOf(file.path), target === null ? null : areaOf(target)];
      if (to !== null && to !== from) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  return [...edges.keys()].flatMap((area) => {
    const way = wayBack(area, edges);
    return way === null ? [] : [`rooms import each other in a circle: ${way.join(" -> ")}`];
  });
};

/** No two folders of domain/ import each other, types counted: what both need has a place of its own. */
export const domainFoldersAreOrdered: Rule = (files) => {
  const pairs = files.flatMap((file) =>
    importsOf(file).flatMap(({ target }) => {
      const [from, to] = [domainFolderOf(file.path), target === null ? null : domainFolderOf(target)];
      return from === null || to === null || from === to ? [] : [`${from} ${to}`];
    }),
  );
  return [...new Set(pairs)]
    .map((pair) => pair.split(" "))
    .filter(([from = "", to = ""]) => from < to && pairs.includes(`${to} ${from}`))
    .map(([from, to]) => `domain/${from}/ and domain/${to}/ import each other`);
};

function domainFolderOf(path: string): string | null {
  return /^domain\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function areaOf(path: string): string {
  return kindOf(path) ?? path.split("/")[0] ?? path;
}

function wayBack(start: string, edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const ways = [[start]];
  const visited = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of edges.get(way.at(-1) ?? start) ?? []) {
      if (next === start) return [...way, start];
      if (!visited.has(next)) ways.push([...way, next]);
      visited.add(next);
    }
  }
  return null;
}

/** A client is a package of its own: it imports itself and the packages that its own manifest names, and Ramz does not import it. */
export const clientsStandAlone =
  (dependencies: Readonly<Record<string, string>>): Rule =>
  (files) => [
    ...files
      .filter((file) => isClient(file) && file.path.endsWith(".ts"))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ specifier, target }) =>
            target === null
              ? !((packageOf(specifier) ?? "") in dependencies)
              : !isClient({ path: target, text: "" }),
          )
          .map(({ specifier }) => `${file.path} imports ${specifier}, which is not in its package`),
      ),
    ...files.filter(isSource).flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => target !== null && isClient({ path: target, text: "" }))
        .map(({ specifier }) => `${file.path} imports ${specifier}, which is a client's`),
    ),
  ];
