// The door of the stand-in's relational database.
export { databaseDefects } from './database/defects.ts';
export { startDatabase } from './database/server.ts';
