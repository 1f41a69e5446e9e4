/** A Python with the packages that the Python client, its package and its examples need, from Debian: no other registry is asked. */
import { findProgram, installPackage, PYTHON, type Program, whyNoProgram } from "./programs.ts";

/** Debian's own, which has Debian's packages; another Python may come first on the PATH. */
const DEBIAN_PYTHON: Program = {
  names: ["/usr/bin/python3", "python3"],
  variable: PYTHON.variable,
  debianPackage: "python3",
};

/** Modules by the Debian package that has them. */
const PACKAGES = {
  "python3-httpx": "httpx",
  "python3-jwt": "jwt",
  "python3-cryptography": "cryptography",
  "python3-django": "django",
  "python3-fastapi": "fastapi",
  "python3-uvicorn": "uvicorn",
  "python3-setuptools": "setuptools",
  "python3-wheel": "wheel",
} as const;

/** Installs what is missing, if that is possible. Null if all is there afterwards; else a sentence that says what to do. */
export function whyNoPythonPackages(): string | null {
  const why = whyNoProgram(DEBIAN_PYTHON);
  if (why !== null) return why;
  const absent = missing();
  if (absent.length === 0) return null;
  for (const name of absent) installPackage(name);
  if (missing().length === 0) return null;
  return `The tests need the Debian packages ${absent.join(", ")}: install them, or name a Python that has their modules in ${PYTHON.variable}.`;
}

/** The path of that Python. Throws with a sentence that says what to do if it lacks a module. */
export function pythonWithPackages(): string {
  const why = whyNoPythonPackages();
  const path = findProgram(DEBIAN_PYTHON);
  if (why !== null || path === null) throw new Error(why ?? "there is no Python");
  return path;
}

/** The Debian packages whose modules it cannot import. */
function missing(): readonly string[] {
  const path = findProgram(DEBIAN_PYTHON);
  if (path === null) return Object.keys(PACKAGES);
  const program = "import sys, importlib.util as u\nprint(*[n for n in sys.argv[1:] if not u.find_spec(n)])";
  const { stdout } = Bun.spawnSync([path, "-c", program, ...Object.values(PACKAGES)]);
  const absent = new Set(stdout.toString().trim().split(" "));
  return Object.entries(PACKAGES).flatMap(([name, module]) => (absent.has(module) ? [name] : []));
}
