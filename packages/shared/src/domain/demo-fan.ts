/**
 * How everybody may sign in to the demo: the seed makes this account, and the page in development fills it in. Never made
 * where real people have accounts.
 */
export const demoFan = { email: 'fan@fairgate.example', password: 'front-row-please' } as const;
