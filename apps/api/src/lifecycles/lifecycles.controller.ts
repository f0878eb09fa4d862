import { lifecycles, type Lifecycle } from '@grants/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.js';
import { ListOf, Text, TextList, WholeNumber } from '../input/fields.js';
import { Operation } from '../input/operation.js';

class TransitionAnswer {
  @Text({ about: 'The command', example: 'submit' })
  command!: string;
  @TextList({ about: 'The states that it leads from; an empty one for a birth', max: 50, example: ['draft'] })
  from!: string[];
  @Text({ about: 'The state that it leads to', example: 'submitted' })
  to!: string;
  @TextList({ about: 'The roles that may give it', max: 20, example: ['applicant'] })
  by!: string[];
  @TextList({ about: 'The roles that may book it late', max: 20, example: [] })
  lateBy!: string[];
  @TextList({ about: 'The rules that have to hold', max: 50, example: ['call_not_open'] })
  guards!: string[];
  @Text({ about: 'On what ground', example: 'Awb 4:1' })
  basis!: string;
}

class LifecycleAnswer {
  @Text({ about: 'Its name', example: 'application' })
  machine!: string;
  @WholeNumber({
    about: 'Its version; each event names the one by which it was judged',
    min: 1,
    max: 10_000,
    example: 1,
  })
  version!: number;
  @Text({ about: 'The official Dutch term', example: 'subsidieaanvraag' })
  nl!: string;
  @Text({ about: 'The state in which it begins', example: 'draft' })
  initial!: string;
  @TextList({ about: 'The states that are never left', max: 20, example: ['withdrawn'] })
  final!: string[];
  @TextList({ about: 'All states', max: 50, example: ['draft', 'submitted'] })
  states!: string[];
  @ListOf(() => TransitionAnswer, { about: 'Every command' })
  transitions!: TransitionAnswer[];
}

/** Every lifecycle. */
export class LifecyclesAnswer {
  @ListOf(() => LifecycleAnswer, { about: 'The lifecycles' })
  items!: LifecycleAnswer[];
}

@ApiTags('lifecycles')
@Controller('v1/lifecycles')
export class LifecyclesController {
  @Get()
  @Access({ action: 'lifecycle.read' })
  @Operation({ summary: 'Every lifecycle: its states, commands, roles and rules', answer: LifecyclesAnswer })
  list(): LifecyclesAnswer {
    return {
      items: Object.values(lifecycles).map(
        ({ machine, version, nl, initial, final, states, transitions }: Lifecycle<string>) => ({
          machine,
          version,
          nl,
          initial,
          final: [...final],
          states: Object.keys(states),
          transitions: transitions.map(({ command, from, to, by, lateBy, guards, basis }) => ({
            command,
            from: [...from],
            to,
            by: [...by],
            lateBy: [...lateBy],
            guards: guards.map(({ code }) => code),
            basis,
          })),
        }),
      ),
    };
  }
}
