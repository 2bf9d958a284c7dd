/** Options of the programs that npm has no use for itself (it has one for --json). */
const options: Readonly<Record<string, readonly string[]>> = {
  rehearse: ['fans', 'tickets', 'seed', 'curve', 'gateways', 'queues', 'cap', 'rate', 'tempo'],
  faults: ['point', 'seed', 'minutes', 'bug'],
  audit: [],
  bench: ['scale'],
  'check-draw': ['url', 'receipt', 'chain'],
};

/**
 * `npm run rehearse --fans 10` hands the option to npm, which keeps it as a variable; the program would complain of an
 * option that was given. The sentence that helps, or null when nothing was swallowed.
 */
export function forgottenDashes(
  command: string,
  environment: Readonly<Record<string, string>>,
): string | null {
  const swallowed = (options[command] ?? []).filter(
    (name) => environment[`npm_config_${name}`] !== undefined,
  );
  if (swallowed.length === 0) return null;
  const names = swallowed.map((name) => `--${name}`).join(' and ');
  return `npm kept ${names} for itself. Put two dashes before the options: npm run ${command} -- --${swallowed[0]} …`;
}
