import { fileURLToPath } from 'node:url';
import { findViolations } from './find-violations.ts';
import { IMPORT_RULES } from './rules.ts';

/** `check.ts [folder]`: prints every import against the rules with the reason of its rule; exit 1 if there is one. */
const checkout = process.argv[2] ?? fileURLToPath(new URL('../../..', import.meta.url));
const { filesRead, violations } = await findViolations(checkout);
for (const rule of IMPORT_RULES) {
  const broken = violations.filter((violation) => violation.rule === rule.name);
  if (broken.length === 0) continue;
  process.stdout.write(`${rule.name}: ${rule.comment}\n`);
  for (const { from, to } of broken) process.stdout.write(`  ${from} → ${to}\n`);
}
process.stdout.write(
  `${filesRead} files, ${IMPORT_RULES.length} import rules, ${violations.length} violations\n`,
);
if (violations.length > 0) process.exitCode = 1;
