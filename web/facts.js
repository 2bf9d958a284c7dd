import { read } from './api.js';

let facts = null;

/** What this installation tells its page: `{ demoFan: { email, password } | null, mails: address | null }`. */
export async function pageFacts(signal) {
  try {
    facts ??= await read('/page-facts.json', { signal });
  } catch (error) {
    if (signal.aborted) throw error;
  }
  return facts ?? { demoFan: null, mails: null };
}
