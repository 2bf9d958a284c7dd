/** Waiting that can be cut short for everybody at once, when the sale is over. */
export interface Pauses {
  readonly wait: (ms: number) => Promise<void>;
  /** Ends every wait, also those that begin later. */
  readonly end: () => void;
  readonly isOver: () => boolean;
}

export function openPauses(): Pauses {
  const waiting = new Map<NodeJS.Timeout, () => void>();
  let over = false;
  return {
    wait(ms) {
      if (over || ms <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(timer);
          resolve();
        }, ms);
        waiting.set(timer, resolve);
      });
    },
    end() {
      over = true;
      for (const [timer, resolve] of waiting) {
        clearTimeout(timer);
        resolve();
      }
      waiting.clear();
    },
    isOver: () => over,
  };
}
