/** As shells count an end by SIGPIPE. */
const unreadExitCode = 141;

/** When whoever read the output is gone (`npm run audit | head -5`), the audit ends without a word. */
export function endWhenUnread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(unreadExitCode);
    });
  }
}
