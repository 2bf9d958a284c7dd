import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Problem } from '@fairgate/shared/errors.ts';
import { problemBody } from './problems.ts';

/** Nothing follows on a connection on which one request could not be told from the next. */
const lastHeaders = 'Connection: close\r\nCache-Control: no-store';

/** Answers what Node's parser of HTTP gives up on: an address or headers without end, or no HTTP at all. */
export function answerUnparsed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(answer(error.code));
  socket.destroy(error);
}

function answer(cause: string | undefined): string {
  // Who never sent a whole request has no use for a body.
  if (cause === 'ERR_HTTP_REQUEST_TIMEOUT')
    return `HTTP/1.1 408 Request Timeout\r\n${lastHeaders}\r\nContent-Length: 0\r\n\r\n`;
  const body = JSON.stringify(problemBody(new Problem('REQUEST_UNREADABLE'), randomUUID()));
  const described = `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}`;
  return `HTTP/1.1 400 Bad Request\r\n${lastHeaders}\r\n${described}\r\n\r\n${body}`;
}
