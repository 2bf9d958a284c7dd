import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Handler } from './requests.ts';

/** The code of an error that Prisma's engine reports, with its particulars under `data`. */
const ENGINE_ERROR = 4466;
const METHOD_NOT_FOUND = -32601;
/** The CLI numbers its requests from 1; a `print` of ours needs an id that is none of them. */
const PRINT_ID_FIRST = 1_000_000;

interface Message {
  readonly id?: number;
  /** Absent when the CLI acknowledges a `print`. */
  readonly method?: string;
  readonly params?: unknown;
}

/**
 * Answers JSON-RPC 2.0 requests, one a line, one after the other, until the input ends. A failed request is an
 * answer: the CLI shows its message and code and decides what comes next.
 */
export async function serveRequests(
  handlers: ReadonlyMap<string, Handler>,
  input: Readable,
  output: Writable,
): Promise<void> {
  let printId = PRINT_ID_FIRST;
  const send = (message: object): void => {
    output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const print = (content: string): void => {
    send({ id: printId, method: 'print', params: { content } });
    printId += 1;
  };
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const { id, method, params }: Message = JSON.parse(line);
    if (method === undefined) continue;
    send({ id, ...(await answer(handlers.get(method), method, params, print)) });
  }
}

async function answer(
  handler: Handler | undefined,
  method: string,
  params: unknown,
  print: (content: string) => void,
): Promise<object> {
  if (handler === undefined) {
    return { error: { code: METHOD_NOT_FOUND, message: `Method not found: ${method}` } };
  }
  try {
    return { result: (await handler(params, print)) ?? null };
  } catch (error) {
    return { error: engineError(error) };
  }
}

function engineError(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const meta: unknown = error instanceof Error && 'meta' in error ? error.meta : null;
  return {
    code: ENGINE_ERROR,
    message: 'An error happened. Check the data field for details.',
    data: { is_panic: false, message, meta, ...(typeof code === 'string' && { error_code: code }) },
  };
}
