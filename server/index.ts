// The door of the server room. It faces people and never touches a platform.
export { type RunServer, type ServeRunOptions, serveRun } from './serve-run.ts';
