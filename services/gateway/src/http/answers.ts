import type { FastifyReply } from 'fastify';
import { etagOf } from './etag.ts';

interface Versioned {
  readonly version: number;
}

/** 201 with where the new thing is and, if it is versioned, its ETag. */
export function created<T extends object>(reply: FastifyReply, location: string, thing: T): T {
  reply.code(201).header('location', location);
  return 'version' in thing ? versioned(reply, thing as T & Versioned) : thing;
}

/** A thing that may be edited, with the ETag for the edit. */
export function versioned<T extends Versioned>(reply: FastifyReply, thing: T): T {
  reply.header('etag', etagOf(thing));
  return thing;
}

/** 204: it is gone. */
export function deleted(reply: FastifyReply): null {
  reply.code(204);
  return null;
}
