import { lifecycles, type Machine } from '@grants/domain';
import { statement } from '@grants/persistence';

const machines = Object.keys(lifecycles) as Machine[];

/** One statement for each machine: its subjects have a table of that name. */
export function forEachMachine(name: string, text: (machine: Machine) => string) {
  const made = new Map(machines.map((machine) => [machine, statement(`${name}_${machine}`, text(machine))] as const));
  return (machine: Machine, ...values: unknown[]) => {
    const make = made.get(machine);
    if (!make) throw new Error(`There is no lifecycle ${machine}`);
    return make(...values);
  };
}
