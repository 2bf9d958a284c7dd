import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const URL_JSON = '{"url":"postgresql://u:p@h/d"}';
const databaseUrl = 'postgresql://u:p@h/d';

test.each([
  [['--version'], { kind: 'version' }],
  [['-V'], { kind: 'version' }],
  [
    ['--datasource', URL_JSON, 'cli', 'create-database'],
    { kind: 'command', command: 'create-database', databaseUrl },
  ],
  [['cli'], { kind: 'command', command: '', databaseUrl: undefined }],
  [[], { kind: 'serve', datamodelPaths: [], databaseUrl: undefined }],
  [
    ['--datamodels', 'a.prisma', '--datamodels', 'b c.prisma', '--datasource', URL_JSON],
    { kind: 'serve', datamodelPaths: ['a.prisma', 'b c.prisma'], databaseUrl },
  ],
  [
    ['--enabled-preview-features', 'views', '--extension-types', '{"types":[]}'],
    { kind: 'serve', datamodelPaths: [], databaseUrl: undefined },
  ],
])('%j', (argv, invocation) => {
  expect(readArguments(argv)).toEqual(invocation);
});

test.each([[['--unknown']], [['paint']], [['--datasource', 'not json']]])('%j is refused', (argv) => {
  expect(() => readArguments(argv)).toThrow();
});
