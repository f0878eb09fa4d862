import { ListOf, OneOf, Text, TextList, WholeNumber, YesNo } from '../input/fields.js';

class LifecycleGuardAnswer {
  @Text({ about: 'Its code, as refusals name it', example: 'call_not_open' })
  code!: string;
  @Text({ about: 'What has to hold', example: 'the call was open at the moment of receipt' })
  rule!: string;
  @Text({ about: 'By which article or rule', example: 'Awb 4:26' })
  basis!: string;
  @OneOf(['database', 'application'], {
    about: 'Whether the database refuses it too, for every client, or this service alone',
    example: 'database',
  })
  enforcedBy!: 'database' | 'application';
}

class TransitionAnswer {
  @Text({ about: 'The command', example: 'submit' })
  command!: string;
  @TextList({ about: 'The states that it leads from; an empty one for a birth', max: 50, example: ['draft'] })
  from!: string[];
  @Text({
    about: 'The state that it leads to; null for a command that adds a fact and leaves the state as it is',
    nullable: true,
    example: 'submitted',
  })
  to!: string | null;
  @TextList({ about: 'The roles that may give it', max: 20, example: ['applicant'] })
  by!: string[];
  @TextList({ about: 'The roles that may book it late', max: 20, example: [] })
  lateBy!: string[];
  @ListOf(() => LifecycleGuardAnswer, { about: 'The rules that have to hold' })
  guards!: LifecycleGuardAnswer[];
  @TextList({ about: 'The kinds of decision that bring it about; none where it needs none', max: 50, example: [] })
  decisionKinds!: string[];
  @YesNo({ about: 'Whether it asks for a reason in words', example: false })
  reasonRequired!: boolean;
  @YesNo({ about: 'Whether it is given to many at once, and in no other way', example: false })
  bulkOnly!: boolean;
  @Text({ about: 'The event that it records', example: 'application.submitted' })
  event!: string;
  @Text({ about: 'On what ground', example: 'Awb 4:1' })
  basis!: string;
}

class StateAnswer {
  @Text({ about: 'The state', example: 'submitted' })
  state!: string;
  @Text({ about: 'In Dutch', example: 'ingediend' })
  nl!: string;
  @Text({ about: 'In English', example: 'submitted' })
  en!: string;
}

const version = (about: string) => WholeNumber({ about, min: 1, max: 10_000, example: 1 });

/** A lifecycle. */
export class LifecycleAnswer {
  @Text({ about: 'Its name', example: 'application' })
  machine!: string;
  @version('Its version; each event names the one by which it was judged')
  version!: number;
  @Text({ about: 'Its name in English', example: 'Application' })
  title!: string;
  @Text({ about: 'The official Dutch term', example: 'subsidieaanvraag' })
  nl!: string;
  @Text({ about: 'The state in which it begins', example: 'draft' })
  initial!: string;
  @TextList({ about: 'The states that are never left', max: 20, example: ['withdrawn'] })
  final!: string[];
  @ListOf(() => StateAnswer, { about: 'All states' })
  states!: StateAnswer[];
  @ListOf(() => TransitionAnswer, { about: 'Every command' })
  transitions!: TransitionAnswer[];
}

/** Every lifecycle. */
export class LifecyclesAnswer {
  @ListOf(() => LifecycleAnswer, { about: 'The lifecycles' })
  items!: LifecycleAnswer[];
}

class LifecycleVersionAnswer {
  @version('The version')
  version!: number;
  @YesNo({ about: 'Whether moves are judged by it now', example: true })
  isCurrent!: boolean;
  @TextList({ about: 'Its commands', max: 200, example: ['create', 'submit'] })
  commands!: string[];
  @TextList({ about: 'The states that its commands lead to', max: 50, example: ['draft', 'submitted'] })
  states!: string[];
}

/** The versions of a lifecycle, the oldest first. */
export class LifecycleVersionsAnswer {
  @ListOf(() => LifecycleVersionAnswer, { about: 'The versions' })
  items!: LifecycleVersionAnswer[];
}

class AspectChangeAnswer {
  @Text({ about: 'What it is about', example: 'guards' })
  aspect!: string;
  @TextList({ about: 'What came', max: 200, example: ['ceiling_exceeded'] })
  added!: string[];
  @TextList({ about: 'What went', max: 200, example: [] })
  removed!: string[];
}

class CommandChangeAnswer {
  @Text({ about: 'The command', example: 'archive' })
  command!: string;
  @ListOf(() => AspectChangeAnswer, { about: 'What it asks or does otherwise' })
  changes!: AspectChangeAnswer[];
}

class StateConsequenceAnswer {
  @Text({ about: 'A state of the older version', example: 'closed' })
  state!: string;
  @OneOf(['same', 'changed', 'stuck', 'gone'], {
    about:
      'What becomes of a case in it; where it is stuck nothing leads on, where it is gone the state does not exist',
    example: 'changed',
  })
  fate!: 'same' | 'changed' | 'stuck' | 'gone';
  @TextList({ about: 'Commands that can be given from it now', max: 200, example: ['begin_assessment'] })
  gained!: string[];
  @TextList({ about: 'Commands that no longer can', max: 200, example: ['archive'] })
  lost!: string[];
  @TextList({ about: 'Commands that are judged otherwise, or lead elsewhere', max: 200, example: [] })
  changed!: string[];
}

/** What differs between two versions of a lifecycle. */
export class LifecycleDifferenceAnswer {
  @Text({ about: 'Its name', example: 'call' })
  machine!: string;
  @version('The version from which')
  from!: number;
  @WholeNumber({ about: 'The version to which', min: 1, max: 10_000, example: 2 })
  to!: number;
  @ListOf(() => AspectChangeAnswer, { about: 'What changed of the lifecycle as a whole' })
  changes!: AspectChangeAnswer[];
  @TextList({ about: 'New commands', max: 200, example: ['amend'] })
  commandsAdded!: string[];
  @TextList({ about: 'Commands that are gone', max: 200, example: [] })
  commandsRemoved!: string[];
  @ListOf(() => CommandChangeAnswer, { about: 'Commands that changed' })
  commandsChanged!: CommandChangeAnswer[];
  @ListOf(() => StateConsequenceAnswer, { about: 'What it means for running cases, by the state they are in' })
  consequences!: StateConsequenceAnswer[];
  @TextList({ about: 'All of it in words, line by line', max: 2000, example: ['call, from version 1 to version 2'] })
  text!: string[];
}
