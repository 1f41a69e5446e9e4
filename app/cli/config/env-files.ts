/** Which variables came from which file: settings, but also options of providers and what libraries read, such as proxies. */

type VariablesByFile = ReadonlyMap<string, readonly string[]>;

export function variablesByFile(origins: ReadonlyMap<string, string>): VariablesByFile {
  const byFile = new Map<string, string[]>();
  for (const [name, file] of origins) byFile.set(file, [...(byFile.get(file) ?? []), name].sort());
  return byFile;
}

/** A line for each file. */
export function filesText(files: VariablesByFile): string {
  return [...files].map(([file, names]) => `From ${file}: ${names.join(", ")}`).join("\n");
}

/** As an entry beside the settings; none without such a file. */
export function filesAsSettings(files: VariablesByFile) {
  return files.size === 0
    ? []
    : [{ name: "env_files_read", value: Object.fromEntries(files), source: "environment" }];
}
