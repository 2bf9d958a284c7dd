/** What a command tells while it works: one line per step, with its time. */
export interface Steps {
  /** Runs a step and prints its line; `done` may add what was found. A failure is printed as the step's line. */
  readonly run: <T>(title: string, work: (done: (detail: string) => void) => Promise<T>) => Promise<T>;
  /** One sentence beside the steps. */
  readonly say: (sentence: string) => void;
}

const TITLE_WIDTH = 64;

export function printedSteps(
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Steps {
  const line = (mark: string, title: string, startedAt: number): void => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    write(`  ${mark} ${title.padEnd(TITLE_WIDTH)} ${seconds.padStart(5)} s\n`);
  };
  let failed = false;
  return {
    async run(title, work) {
      const startedAt = performance.now();
      let text = title;
      try {
        const result = await work((detail) => {
          text = `${title}: ${detail}`;
        });
        line('✓', text, startedAt);
        return result;
      } catch (error) {
        // Steps beside it fail because everything is stopped; the first failure is the one to read.
        if (!failed) line('✗', text, startedAt);
        failed = true;
        throw error;
      }
    },
    say: (sentence) => write(`    ${sentence}\n`),
  };
}

/** For stacks inside other programs. */
export const quietSteps: Steps = { run: (_title, work) => work(() => undefined), say: () => undefined };
