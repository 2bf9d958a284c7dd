import { showLocalTime } from './local-time.ts';

/** '20:00:00 Berlin (19:00:00 UTC)': the venue's clock named, and one that everybody can convert from. */
export function venueTimeWords(ms: number, timeZone: string): string {
  const clock = (zone: string): string => showLocalTime(ms, zone).slice(-8);
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  return city === 'UTC' ? `${clock('UTC')} UTC` : `${clock(timeZone)} ${city} (${clock('UTC')} UTC)`;
}
