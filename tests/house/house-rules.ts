/** A tracked file; the text is read only for the kinds of files that a rule looks into. */
export interface TrackedFile {
  /** From the root of the checkout, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong with one file: a sentence for each fault, with its line where there is one. */
export type HouseRule = (file: TrackedFile) => readonly string[];

const SOURCE_LINES_MAX = 300;
const LUA_LINES_MAX = 120;
const LUA_HEADER_WORDS = ['KEYS', 'ARGV', 'RETURNS', 'KEEPS', 'COST'];
/** A block comment, or lines of comments. */
const LUA_HEADER = /^(--\[\[[\s\S]*?\]\]|(--.*(\n|$))+)/;
const LUA_FRAGMENT = /(^|\/)includes\//;

const SOURCE = /\.(ts|mts|js|mjs|svelte|sql|lua)$/;
const SCRIPT = /\.(ts|mts|js|mjs|svelte)$/;
const TEST = /\.test\.ts$/;
const GENERATED = /(^|\/)generated\/|(^|\/)openapi\.d\.ts$/;
/** Applied once and never edited again: a long one cannot be split. */
const MIGRATION = /^prisma\/migrations\//;
const CONFIG = /(^|\/)[^/]+\.config\.(ts|mjs|js)$/;
const GLOBAL_SETUP = /(^|\/)global-setup\.ts$/;
const READS_ENVIRONMENT = /^(packages\/shared\/src\/config\.ts|bootstrap\.mjs)$/;

/** Written so that this line does not break its own rule. */
const MARK = /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/;
const VAGUE_NAME = /manager|helper|utils?(?![a-z])/i;
const ENVIRONMENT =
  /\bprocess\s*\??\.\s*env\b|\bprocess\s*(\?\.\s*)?\[|\benv\b[^=;]*\}\s*=\s*(globalThis\.)?process\b/;
const DEFAULT_EXPORT = /^\s*export\s+default\b|^\s*export\s*\{[^}]*\bas\s+default\b/;
const MARKED_TEST = /\b(test|it|describe|suite|bench)(\.\w+)*\.(only|skip|todo)\b/;
const COMMENT_LINE = /^\s*(\/\/|\/\*|\*|--|<!--)/;

export const HOUSE_RULES: Readonly<Record<string, HouseRule>> = {
  'a source file has at most 300 lines, a Lua script 120': linesWithinLimit,
  'a Lua script says its KEYS, ARGV, RETURNS, KEEPS and COST': luaHeaderComplete,
  'the environment is read in one file': environmentReadInOneFile,
  'no mark is left for later': noMarkLeft,
  'a name says what a file does': nameSaysSomething,
  'exports have names': noDefaultExport,
  'every test runs': everyTestRuns,
};

export function linesWithinLimit({ path, text }: TrackedFile): readonly string[] {
  if (!SOURCE.test(path) || GENERATED.test(path) || MIGRATION.test(path)) return [];
  const linesMax = path.endsWith('.lua') ? LUA_LINES_MAX : SOURCE_LINES_MAX;
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines > linesMax ? [`${lines} lines, at most ${linesMax}: split it by idea`] : [];
}

/**
 * The header is the comment with which the file begins. A fragment under `includes/` is pasted into scripts and is no
 * script: it has a header, but no KEYS or COST of its own.
 */
export function luaHeaderComplete({ path, text }: TrackedFile): readonly string[] {
  if (!path.endsWith('.lua')) return [];
  const header = LUA_HEADER.exec(text)?.[0];
  if (header === undefined) return ['it has no header'];
  if (LUA_FRAGMENT.test(path)) return [];
  return LUA_HEADER_WORDS.filter((word) => !new RegExp(`\\b${word}\\b`).test(header)).map(
    (word) => `its header does not say ${word}`,
  );
}

export function environmentReadInOneFile(file: TrackedFile): readonly string[] {
  if (READS_ENVIRONMENT.test(file.path) || CONFIG.test(file.path)) return [];
  return SCRIPT.test(file.path) ? linesWith(file, ENVIRONMENT, { comments: false }) : [];
}

export function noMarkLeft(file: TrackedFile): readonly string[] {
  return SOURCE.test(file.path) && !GENERATED.test(file.path)
    ? linesWith(file, MARK, { comments: true })
    : [];
}

export function nameSaysSomething({ path }: TrackedFile): readonly string[] {
  const vague = path.split('/').find((name) => VAGUE_NAME.test(name));
  return vague === undefined ? [] : [`${vague}: name the idea`];
}

export function noDefaultExport(file: TrackedFile): readonly string[] {
  if (CONFIG.test(file.path) || GLOBAL_SETUP.test(file.path) || GENERATED.test(file.path)) return [];
  return SCRIPT.test(file.path) ? linesWith(file, DEFAULT_EXPORT, { comments: false }) : [];
}

export function everyTestRuns(file: TrackedFile): readonly string[] {
  return TEST.test(file.path) ? linesWith(file, MARKED_TEST, { comments: true }) : [];
}

function linesWith(
  { text }: TrackedFile,
  pattern: RegExp,
  { comments }: { readonly comments: boolean },
): readonly string[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => pattern.test(line) && (comments || !COMMENT_LINE.test(line)))
    .map(({ line, number }) => `line ${number}: ${line.trim()}`);
}
