import { connect } from 'node:net';

const POSTGRES_PORT = 5432;
const PATIENCE_MS = 5_000;

/** Throws a sentence for people when nothing takes a connection where the variable's URL points. */
export function requireAnswer(variable: string, url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? POSTGRES_PORT : Number(port) };
  return new Promise((resolve, reject) => {
    const socket = connect(place);
    const refuse = (why: string): void => {
      socket.destroy();
      reject(
        new Error(
          `The server of ${variable} does not answer at ${hostname}:${place.port} (${why}). Is it running, and is the ` +
            `address right? Without ${variable}, npm start brings a Postgres of its own.`,
        ),
      );
    };
    socket.setTimeout(PATIENCE_MS, () => refuse(`nothing for ${PATIENCE_MS / 1000} s`));
    socket.once('error', (error: NodeJS.ErrnoException) => refuse(error.code ?? error.message));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
