/** The CLI looks for lines of this target and level ERROR, and shows their message and code. */
const TARGET = 'schema_engine::logger';

/** One line of stderr in the form in which the Prisma CLI reads it. */
export function logLine(level: 'INFO' | 'ERROR', message: string, errorCode?: string): string {
  const fields = {
    message,
    ...(level === 'ERROR' && { is_panic: false }),
    ...(errorCode !== undefined && { error_code: errorCode }),
  };
  return `${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: TARGET })}\n`;
}
