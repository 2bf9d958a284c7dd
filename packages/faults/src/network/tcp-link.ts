import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * How a link treats what passes. `open`: as a wire does, after `delayMs`. `cut`: connections are reset and new ones too.
 * `swallow`: connections are accepted and nothing ever passes, as behind a silent firewall. `upOnly`, `downOnly`: only
 * what the client says, or only what the server says, arrives.
 */
export type LinkMode = 'open' | 'cut' | 'swallow' | 'upOnly' | 'downOnly';

export interface TcpLink {
  readonly name: string;
  readonly port: number;
  readonly mode: LinkMode;
  /** How many pieces of answers it lost so far. */
  readonly lostAnswers: number;
  /** Connections that lost something in another mode end when the link opens again, as TCP would end them. */
  readonly set: (mode: LinkMode, delayMs?: number) => void;
  /** New connections go elsewhere; those that are open are reset. */
  readonly aim: (port: number) => void;
  readonly close: () => Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket | null;
  hasLost: boolean;
}

/** A TCP proxy on 127.0.0.1 from `port` to `targetPort`. Resolves when it listens. */
export async function openLink(name: string, port: number, targetPort: number): Promise<TcpLink> {
  let mode: LinkMode = 'open';
  let delayMs = 0;
  let target = targetPort;
  let lostAnswers = 0;
  const pairs = new Set<Pair>();

  const reset = (pair: Pair): void => {
    pair.client.destroy();
    pair.server?.destroy();
    pairs.delete(pair);
  };

  const accept = (client: Socket): void => {
    client.on('error', () => undefined);
    if (mode === 'cut') return void client.destroy();
    const isSilent = mode === 'swallow';
    const pair: Pair = {
      client,
      server: isSilent ? null : connect({ port: target, host: '127.0.0.1', noDelay: true }),
      hasLost: isSilent,
    };
    pairs.add(pair);
    client.setNoDelay(true);
    const { server } = pair;
    client.on('close', () => reset(pair));
    if (server === null) return void client.resume();
    server.on('error', () => reset(pair));
    server.on('close', () => reset(pair));
    pass(pair, client, server, () => mode === 'open' || mode === 'upOnly');
    pass(pair, server, client, () => {
      const mayPass = mode === 'open' || mode === 'downOnly';
      if (!mayPass) lostAnswers += 1;
      return mayPass;
    });
  };

  const pass = (pair: Pair, from: Socket, to: Socket, mayPass: () => boolean): void => {
    from.on('data', (chunk: Buffer) => {
      if (!mayPass()) {
        pair.hasLost = true;
        return;
      }
      const send = (): void => {
        if (to.writable && !to.write(chunk)) from.pause();
      };
      if (delayMs === 0) send();
      else setTimeout(send, delayMs);
    });
    to.on('drain', () => from.resume());
    from.on('end', () => setTimeout(() => to.end(), delayMs));
  };

  const listening = createServer({ allowHalfOpen: true }, accept);
  await listen(listening, port);
  return {
    name,
    port,
    get mode() {
      return mode;
    },
    get lostAnswers() {
      return lostAnswers;
    },
    set(wanted, wantedDelayMs = 0) {
      mode = wanted;
      delayMs = wantedDelayMs;
      for (const pair of [...pairs]) if (wanted === 'cut' || (wanted === 'open' && pair.hasLost)) reset(pair);
    },
    aim(wantedPort) {
      target = wantedPort;
      for (const pair of [...pairs]) reset(pair);
    },
    close() {
      for (const pair of [...pairs]) reset(pair);
      return new Promise((resolve) => listening.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
  });
}
