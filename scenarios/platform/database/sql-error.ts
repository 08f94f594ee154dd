/** An error of the database itself, with the code of SQLSTATE that the wire carries. */
export interface SqlError extends Error {
  sqlState: string;
}

export function sqlError(sqlState: string, message: string): SqlError {
  return Object.assign(new Error(message), { sqlState });
}

export const isSqlError = (error: unknown): error is SqlError =>
  error instanceof Error && typeof (error as Partial<SqlError>).sqlState === 'string';
