const redisServer = () => Bun.which("redis-server") ?? Bun.which("valkey-server");

/** The tests run real Redis servers. Answers whether there is one, having installed it where that can be done. */
export function hasRedis(): boolean {
  if (redisServer() !== null) return true;
  if (process.getuid?.() === 0 && Bun.which("apt-get") !== null) {
    console.log("\n== installing redis-server");
    const quiet = { stdout: "ignore", stderr: "inherit" } as const;
    Bun.spawnSync(["apt-get", "update", "-qq"], quiet);
    Bun.spawnSync(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "redis-server"], quiet);
  }
  return redisServer() !== null;
}
