import { describe, expect, it } from 'vitest';
import { roleAllows } from './vendor-roles.ts';

describe('a role', () => {
  it.each([
    ['owner', ['read', 'edit', 'gate', 'people', 'payment']],
    ['manager', ['read', 'edit', 'gate']],
    ['viewer', ['read']],
  ] as const)('%s allows exactly %j', (role, rights) => {
    const all = ['read', 'edit', 'gate', 'people', 'payment'] as const;
    expect(all.filter((right) => roleAllows(role, right))).toEqual(rights);
  });
});
