import type { ApiClient } from '@fairgate/client/create-client.ts';
import type { Progress } from '../progress.ts';
import { countLeft, type DemoDrop } from './find-demo-drop.ts';

const lineEveryMs = 10_000;

/** A line now and then about the drop as everybody sees it, a person's tickets among the sold. */
export function demoProgress(
  api: ApiClient,
  drop: DemoDrop,
): Progress & { readonly conclude: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let soldBefore = 0;
  const soldNow = async (): Promise<number> => drop.tickets - (await countLeft(api, drop.dropId));
  const seconds = (): number => Math.round((Date.now() - drop.opensMs) / 1000);
  return {
    say: (sentence) => console.log(sentence),
    follow(tally) {
      timer = setInterval(async () => {
        const { waiting, shopping, paying } = tally.places;
        if (seconds() < 0) return console.log(`${drop.name}: opens in ${-seconds()} s, ${waiting} wait`);
        const sold = await soldNow().catch(() => soldBefore);
        const perSecond = ((sold - soldBefore) / lineEveryMs) * 1000;
        soldBefore = sold;
        console.log(
          `${drop.name}: ${sold} of ${drop.tickets} sold (${perSecond.toFixed(1)} a second), ` +
            `${waiting} wait, ${shopping + paying} are in the shop`,
        );
      }, lineEveryMs);
    },
    stop: () => clearInterval(timer),
    async conclude() {
      const sold = await soldNow();
      const left = drop.tickets - sold;
      const how = left === 0 ? 'sold out' : `${left} of ${drop.tickets} tickets left`;
      console.log(`${drop.name}: ${how} after ${seconds()} s. The simulated fans go home.`);
    },
  };
}
