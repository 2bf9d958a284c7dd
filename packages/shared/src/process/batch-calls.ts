/** One caller's part of a batch. */
interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers single calls into batches: a call waits while a batch is under way and then leaves with all that gathered, so
 * batches grow with the load and a lone call waits for nobody.
 * @param perform answers in the order of its items
 */
export function batchCalls<Item, Result>(
  batchMax: number,
  perform: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  let gathered: Waiting<Item, Result>[] = [];
  let busy = false;

  const drain = async (): Promise<void> => {
    busy = true;
    while (gathered.length > 0) {
      const batch = gathered.slice(0, batchMax);
      gathered = gathered.slice(batchMax);
      try {
        const results = await perform(batch.map((waiting) => waiting.item));
        batch.forEach((waiting, at) => {
          const result = results[at];
          if (result === undefined) waiting.reject(new Error('the batch has no answer for this item'));
          else waiting.resolve(result);
        });
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    busy = false;
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      gathered.push({ item, resolve, reject });
      if (!busy) setImmediate(() => void (busy || drain()));
    });
}
