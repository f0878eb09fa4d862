import { newId, statement, type Queryable } from '@grants/persistence';

/** Where the telling of the story is noted: nobody's record. */
const STORY = 'story';

const told = statement('story_is_told', `select 1 from provenance where subject_kind = $1 limit 1`);
const mark = statement(
  'story_mark_told',
  `insert into provenance (subject_kind, subject_id, field, origin, note) values ($1, $2, 'zonmw', 'source', 'told to the end')`,
);

/** Whether the story was told to its end. */
export async function isTold(on: Queryable): Promise<boolean> {
  return (await on.query(told(STORY))).length > 0;
}

/** Notes that the story was told to its end. */
export async function markTold(on: Queryable): Promise<void> {
  await on.query(mark(STORY, newId()));
}
