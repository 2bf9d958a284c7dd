/** The one file that reads the environment. */
export function environmentVariables(): Readonly<Record<string, string>> {
  return process.env as Record<string, string>;
}
