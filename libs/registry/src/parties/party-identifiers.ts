import { InvalidInput, isKvk, isOrcid, isRor, type InputError } from '@grants/domain';

interface Identifiers {
  readonly ror?: string | null | undefined;
  readonly kvk?: string | null | undefined;
  readonly orcid?: string | null | undefined;
}

const checks = [
  { field: 'ror', isValid: isRor, detail: 'must be a ROR identifier with its check digits, such as 04jsz6e67' },
  { field: 'kvk', isValid: isKvk, detail: 'must be a number of the trade register: eight digits' },
  { field: 'orcid', isValid: isOrcid, detail: 'must be an ORCID iD with its check digit, such as 0000-0002-1825-0097' },
] as const;

/** Checks the identifiers that others issued. @throws InvalidInput naming every one that cannot be right. */
export function checkIdentifiers(given: Identifiers): void {
  const errors = checks.flatMap(({ field, isValid, detail }): InputError[] => {
    const value = given[field];
    return typeof value !== 'string' || isValid(value) ? [] : [{ pointer: `/${field}`, detail }];
  });
  if (errors.length > 0) throw new InvalidInput(errors);
}
