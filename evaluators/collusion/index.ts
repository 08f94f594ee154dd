// The door of the room that looks for what bids have in common. Leads for people to look at, never findings.
export { collusionLeads, type LookedAt, priceSteps } from './leads.ts';
export { folded, isKindOfNothing, saysNothing } from './meaningless.ts';
