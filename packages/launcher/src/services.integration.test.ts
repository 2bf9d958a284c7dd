import { spawnSync } from 'node:child_process';
import { VARIABLES } from '@fairgate/shared/config-variables.ts';
import { expect, test } from 'vitest';
import { REPOSITORY } from './repository.ts';
import { SERVICE_NAMES, serviceFile } from './start-services.ts';

test.each(SERVICE_NAMES)(
  '%s without its variables does not start, and names all that are missing',
  (service) => {
    const required = Object.values(VARIABLES).filter(
      (variable) => !('fallback' in variable) && variable.usedBy.some((user) => user === service),
    );
    expect(required.length).toBeGreaterThan(5);
    const { status, stdout, stderr } = spawnSync(process.execPath, [serviceFile(service)], {
      cwd: REPOSITORY,
      env: { PATH: '/usr/bin:/bin' },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    const printed = stdout + stderr;
    for (const { name, example } of required) {
      expect(printed).toContain(`${name} is not set`);
      // A JSON log line writes its quotes escaped.
      expect(printed.replaceAll('\\"', '"')).toContain(`Example: ${name}=${example}`);
    }
  },
);
