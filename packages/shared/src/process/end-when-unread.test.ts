import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const program = `
  import { endWhenUnread } from ${JSON.stringify(new URL('./end-when-unread.ts', import.meta.url).href)};
  endWhenUnread();
  setInterval(() => console.log('a line that nobody reads'), 5);
`;

test('a program whose reader is gone ends without a word', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  expect(code).toBe(141);
  expect(complaint).toBe('');
});
