import { connect, createServer, type Server, type Socket } from 'node:net';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';

/** One client's connection through a link. */
interface Pair {
  readonly client: Socket;
  server: Socket;
  /** The answer to what was just asked is to be lost. */
  losing: boolean;
}

/**
 * A link between a process and a store that can be made to fail as links do. The store's own port stays as it is.
 * `open` passes everything; `silent` takes connections and bytes and passes none, as behind a dead router; `gone` refuses
 * connections and has ended those there were.
 */
export interface Link {
  readonly port: number;
  readonly set: (state: 'open' | 'silent' | 'gone') => Promise<void>;
  /** Every piece of data comes so much later, each way. Milliseconds. */
  readonly delay: (ms: number) => void;
  /** The next question with these words reaches the store; its answer is lost and the connection ends. */
  readonly loseAnswerTo: (words: string) => void;
  /** How many answers were lost so far. */
  readonly lostAnswers: () => number;
  /** From now on this port is meant, also by connections that are open: they do not notice. */
  readonly lead: (port: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openLink(target: number): Promise<Link> {
  const port = await anyFreePort();
  const pairs = new Set<Pair>();
  let [targetPort, state, delayMs, lost] = [target, 'open', 0, 0];
  let losing: string | null = null;

  const pass = (to: () => Socket, data: Buffer): void => {
    const write = (): void => void (state === 'open' && to().writable && to().write(data));
    if (delayMs === 0) write();
    else setTimeout(write, delayMs);
  };
  const fromServer = (pair: Pair, socket: Socket, data: Buffer): void => {
    if (pair.server !== socket || state !== 'open') return;
    if (pair.losing) {
      lost += 1;
      end(pair);
    } else {
      pass(() => pair.client, data);
    }
  };
  const attach = async (pair: Pair): Promise<void> => {
    const socket = connect(targetPort, '127.0.0.1');
    pair.server = socket;
    socket.on('data', (data) => fromServer(pair, socket, data));
    socket.on('error', () => undefined);
    socket.on('close', () => pair.server === socket && end(pair));
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  };
  const end = (pair: Pair): void => {
    pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  };

  const accept = (client: Socket): void => {
    const pair = { client, losing: false } as Pair;
    pairs.add(pair);
    client.on('error', () => undefined);
    client.on('close', () => end(pair));
    client.on('data', (data) => {
      if (state !== 'open') return;
      if (losing !== null && data.includes(losing)) {
        losing = null;
        pair.losing = true;
      }
      pass(() => pair.server, data);
    });
    void attach(pair);
  };
  let server: Server | null = null;
  const listen = async (): Promise<void> => {
    server = createServer(accept);
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  };
  const stopListening = async (): Promise<void> => {
    const listening = server;
    server = null;
    if (listening === null) return;
    const closed = new Promise((resolve) => listening.close(resolve));
    for (const pair of [...pairs]) end(pair);
    await closed;
  };
  await listen();
  return {
    port,
    async set(next) {
      // What was sent into silence is lost: its connections cannot go on.
      if (state === 'silent') for (const pair of [...pairs]) end(pair);
      state = next;
      if (next === 'gone') await stopListening();
      else if (server === null) await listen();
    },
    delay(ms) {
      delayMs = ms;
    },
    loseAnswerTo(words) {
      losing = words;
    },
    lostAnswers: () => lost,
    async lead(port) {
      targetPort = port;
      await Promise.all(
        [...pairs].map((pair) => {
          const before = pair.server;
          const attached = attach(pair);
          before.destroy();
          return attached;
        }),
      );
    },
    close: stopListening,
  };
}

/** The same address, but through the link. */
export function throughLink(url: string, link: Link): string {
  const changed = new URL(url);
  changed.port = String(link.port);
  return changed.toString();
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}
