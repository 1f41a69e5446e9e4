/** Python, which the back ends in the docs are run with. Only its standard library is used. */

/** Its path; installed where there is none and that can be done. Throws with the sentence that says what to do. */
export function python(): string {
  const found = Bun.which("python3");
  if (found !== null) return found;
  const aptGet = Bun.which("apt-get");
  if (aptGet !== null && process.getuid?.() === 0) {
    const quiet = { stdout: "ignore", stderr: "inherit" } as const;
    Bun.spawnSync([aptGet, "update", "-qq"], quiet);
    Bun.spawnSync([aptGet, "install", "-y", "-qq", "--no-install-recommends", "python3"], quiet);
  }
  const installed = Bun.which("python3");
  if (installed !== null) return installed;
  throw new Error(
    "The docs' back ends need python3 on the PATH: install it, or run this as root where there is apt-get.",
  );
}
