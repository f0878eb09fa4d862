import { undecidedStates } from '@grants/domain';

const listed = (states: readonly string[]) => `('${states.join("', '")}')`;

/** States of an application that awaits a decision, as SQL has a list. */
export const undecided = listed(undecidedStates);
