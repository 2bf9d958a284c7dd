import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import { desktop, phone, type Visitor } from './visitor.ts';

const looks = [
  { viewport: phone, colorScheme: 'light' },
  { viewport: desktop, colorScheme: 'dark' },
] as const;

/**
 * What the visitor sees now breaks no rule of axe, in both colour schemes, on a phone and on a desktop.
 * @param without what runs no scripts and so cannot be looked into, such as a sandboxed frame;
 * its width counts all the same
 */
export async function inspectState(
  { page }: Visitor,
  name: string,
  { without }: { readonly without?: string } = {},
): Promise<void> {
  for (const { viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    const { violations } = await (without === undefined ? axe : axe.exclude(without)).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found, `${name}, ${viewport.width} px, ${colorScheme}`).toEqual([]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow, `${name} is wider than ${viewport.width} px`).toBeLessThanOrEqual(0);
  }
}
