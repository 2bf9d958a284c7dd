import { PassThrough, type Readable } from 'node:stream';
import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { StatusBoard, StatusDocument } from './status-board.ts';

/** Server-sent events (WHATWG HTML, 9.2) for those who are about to come in, and for shoppers. */
export interface StatusStreams {
  /**
   * Every change of a drop's status, the present one first. Throws OVERLOADED when too many follow here, TOO_MANY_REQUESTS
   * when one account does: polling goes on.
   */
  readonly open: (drop: DropRecord, accountId: string) => Promise<Readable>;
  /** Ends all of them: their readers come to another gateway. */
  readonly close: () => void;
}

const streamsMax = 5_000;
/** A person's tabs and devices. */
const streamsPerAccountMax = 4;
/** Something is said at least so often, so that nothing on the way takes the connection for dead. Milliseconds. */
const silentMsMax = 15_000;
/** After this its reader comes again, if still near. Milliseconds. */
const lastsMs = 300_000;
/** Who does not read what is sent is left. Bytes. */
const unreadBytesMax = 64 * 1024;
const retryMs = 3_000;
const retryAfterSeconds = 10;

export function createStatusStreams(board: StatusBoard): StatusStreams {
  const streams = new Set<PassThrough>();
  const perAccount = new Map<string, number>();
  let [opening, isClosed] = [0, false];

  const count = (accountId: string, by: 1 | -1): void => {
    const now = (perAccount.get(accountId) ?? 0) + by;
    if (now === 0) perAccount.delete(accountId);
    else perAccount.set(accountId, now);
  };

  /** Counts a stream before anything is awaited: many asked for at once are not one. */
  const readCounted = async (drop: DropRecord, accountId: string): Promise<StatusDocument> => {
    opening += 1;
    count(accountId, 1);
    try {
      return await board.read(drop);
    } catch (error) {
      count(accountId, -1);
      throw error;
    } finally {
      opening -= 1;
    }
  };

  return {
    async open(drop, accountId) {
      if ((perAccount.get(accountId) ?? 0) >= streamsPerAccountMax)
        throw new Problem('TOO_MANY_REQUESTS', {}, retryAfterSeconds);
      if (isClosed || streams.size + opening >= streamsMax)
        throw new Problem('OVERLOADED', {}, retryAfterSeconds);
      const present = await readCounted(drop, accountId);
      const stream = new PassThrough();
      const send = (text: string): void => {
        if (stream.readableLength + stream.writableLength > unreadBytesMax) stream.destroy();
        else if (!stream.writableEnded) stream.write(text);
      };
      const tell = ({ body, etag }: StatusDocument): void =>
        send(`event: status\nid: ${etag.replaceAll('"', '')}\ndata: ${body}\n\n`);
      send(`retry: ${retryMs}\n\n`);
      tell(present);
      const unfollow = board.follow(drop, tell);
      const beat = setInterval(send, silentMsMax, ': still here\n\n');
      const end = setTimeout(() => stream.end(), lastsMs);
      streams.add(stream);
      stream.once('close', () => {
        unfollow();
        clearInterval(beat);
        clearTimeout(end);
        streams.delete(stream);
        count(accountId, -1);
      });
      // Closed while it was read.
      if (isClosed) stream.end();
      return stream;
    },
    close() {
      isClosed = true;
      for (const stream of streams) stream.end();
    },
  };
}
