/** As shells count an end by SIGPIPE. */
const unreadExitCode = 141;

/**
 * For programs that print: when whoever read the output is gone (`npm run audit | head -5`), the program ends without a
 * word, like any other. Without this the refused write would be an uncaught error with a stack.
 */
export function endWhenUnread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(unreadExitCode);
    });
  }
}
